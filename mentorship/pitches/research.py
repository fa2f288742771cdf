"""What a mentee can find out about a mentor before asking: from rows, for the composer.

The page and the action that sends both ask here, so that they hold a letter against
the same mentor.
"""

from accounts.models import Story
from mentorship.goals.models import AssessmentItem, Goal
from mentorship.pitches import citing, prompts, topics
from mentorship.pitches.composer import Asked
from mentorship.pitches.models import Citation, Pitch
from mentorship.programs.models import Enrolment, PublishedAnswer


def asked(pitch: Pitch, mentor: Enrolment) -> Asked:
    """What a letter has to fit."""
    return Asked(
        name=mentor.person.first_name_or_name,
        most_words=mentor.program.pitch_words,
        supports=tuple(mentor.supports),
        off_topic=topics.off_topic(wanted(pitch), ground(mentor)),
        example=prompts.example(told(pitch.goal, mentor)),
    )


def wanted(pitch: Pitch) -> topics.Wanted:
    skills = pitch.goal.wanted.select_related("skill")
    return topics.Wanted(
        question=pitch.ask,
        slugs=tuple(one.skill.slug for one in skills if one.skill),
        words=(
            pitch.goal.title,
            *(one.words for one in skills if one.words),
            *growth_areas(pitch.goal),
        ),
    )


def growth_areas(goal: Goal) -> list[str]:
    grows = goal.assessment.filter(kind=AssessmentItem.Kind.GROWTH)
    return list(grows.values_list("text", flat=True))


def ground(mentor: Enrolment) -> topics.Ground:
    """What a mentor tells of themselves anywhere: skills, topics, stories, path."""
    person = mentor.person
    skills = person.skills.select_related("skill")
    stories = Story.objects.filter(person=person).prefetch_related("skills")
    answers = published(mentor)
    slugs = [one.skill.slug for one in skills if one.skill]
    slugs += [skill.slug for story in stories for skill in story.skills.all()]
    slugs += [skill.slug for answer in answers for skill in answer.skills.all()]
    texts = [person.profile.headline, mentor.topics, mentor.helps_best]
    texts += [f"{one.words} {one.how}" for one in skills]
    texts += [story.text for story in stories]
    texts += [f"{answer.question} {answer.text}" for answer in answers]
    texts += [step.title for step in person.path.all()]
    texts += [f"{track.field} {track.title}" for track in person.tracks.all()]
    return topics.Ground.of(slugs, texts)


def published(mentor: Enrolment) -> list[PublishedAnswer]:
    """What the mentor answered once for everybody."""
    return list(mentor.published_answers.prefetch_related("skills"))


def answered_already(pitch: Pitch, mentor: Enrolment) -> PublishedAnswer | None:
    """The published answer that a question comes close to, to be read first (R76)."""
    if not pitch.ask.strip():
        return None
    rows = {answer.question: answer for answer in published(mentor)}
    known = [
        topics.Answered(row.question, frozenset(s.slug for s in row.skills.all()))
        for row in rows.values()
    ]
    found = topics.answered_already(pitch.ask, known)
    return rows[found.question] if found else None


def told(goal: Goal, mentor: Enrolment) -> prompts.Told:
    """What wordings for an ask are made of."""
    items = citing.citable(mentor)

    def first(source: Citation.Source) -> str:
        return next((item.words for item in items if item.source == source), "")

    return prompts.Told(
        goal=goal.title,
        growth=next(iter(growth_areas(goal)), ""),
        sentence=first(Citation.Source.STORY),
        topic=first(Citation.Source.TOPIC),
        step=first(Citation.Source.PATH),
    )
