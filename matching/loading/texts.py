"""What people wrote, read for the engine: one Reading per goal and per mentor."""

from collections import defaultdict
from functools import cache

import numpy as np

from accounts.vocabulary.data import concepts
from matching.engine.snapshot import BRINGS, Concepts
from matching.engine.text.passages import (
    GoalText,
    MentorText,
    Reading,
    read_goal,
    read_hopes,
    read_mentor,
)
from matching.engine.text.vocabulary import Concept, Vocabulary
from matching.loading.people import People
from mentorship.goals.models import AssessmentItem, Goal, WantedSkill
from mentorship.programs.models import Enrolment


@cache
def vocabulary() -> Vocabulary:
    """The project's vocabulary as the engine takes it."""
    return Vocabulary(
        tuple(
            Concept(c.slug, c.label, c.aliases, c.phrases, c.akin) for c in concepts()
        )
    )


def concepts_as_read() -> Concepts:
    """The vocabulary before anything has a vector: each concept is like itself only."""
    return Concepts.of(likeness=np.eye(len(vocabulary().concepts)))


def goal_readings(goals: list[Goal], people: People) -> list[Reading]:
    """The sentence is what the mentee wants and which guidance they hope for."""
    growth = _growth_areas(goals)
    skills = _wanted_skills(goals)
    return [
        read_goal(
            GoalText(
                sentence=". ".join(
                    part.strip().rstrip(".")
                    for part in [goal.title, goal.guidance]
                    if part
                ),
                growth=growth[goal.pk],
                skills=skills[goal.pk],
                name=people.name(goal.mentee.person_id),
            ),
            vocabulary(),
        )
        for goal in goals
    ]


def _wanted_skills(goals: list[Goal]) -> dict[int, list[str]]:
    """What each goal is about; asks nothing where a page has it already."""
    skills: dict[int, list[str]] = defaultdict(list)
    if _brought_along(goals, "wanted"):
        skills[goals[0].pk] = [row.label for row in goals[0].wanted.all()]
        return skills
    wanted = WantedSkill.objects.filter(goal__in=[goal.pk for goal in goals])
    for goal_id, label, words in wanted.values_list("goal_id", "skill__label", "words"):
        skills[goal_id].append(label or words)
    return skills


def _brought_along(goals: list[Goal], rows: str) -> bool:
    """Whether a page of one goal has prefetched its rows."""
    return len(goals) == 1 and rows in getattr(
        goals[0], "_prefetched_objects_cache", {}
    )


def _growth_areas(goals: list[Goal]) -> dict[int, list[str]]:
    """The growth areas of each goal; asks nothing where a page has them already."""
    growth: dict[int, list[str]] = defaultdict(list)
    if _brought_along(goals, "assessment"):
        items = goals[0].assessment.all()
        kind = AssessmentItem.Kind.GROWTH
        growth[goals[0].pk] = [item.text for item in items if item.kind == kind]
        return growth
    rows = AssessmentItem.objects.filter(
        goal__in=[goal.pk for goal in goals], kind=AssessmentItem.Kind.GROWTH
    )
    for goal_id, text in rows.values_list("goal_id", "text"):
        growth[goal_id].append(text)
    return growth


def mentor_readings(mentors: list[Enrolment], people: People) -> list[Reading]:
    """Title, skills, topics and stories of each mentor."""
    return [
        read_mentor(_mentor_text(mentor, people), vocabulary()) for mentor in mentors
    ]


def topic_lines(mentor: Enrolment) -> list[str]:
    """What a mentor offers to talk about, and whom they help best, line by line."""
    return [*mentor.topic_lines(), *mentor.helps_best.splitlines()]


def _mentor_text(mentor: Enrolment, people: People) -> MentorText:
    skills = people.skills.get(mentor.person_id, [])
    stories = people.stories.get(mentor.person_id, [])
    return MentorText(
        title=people.headline(mentor.person_id),
        skills=[known.label for known in skills],
        topics=topic_lines(mentor),
        stories=[told.text for told in stories],
        name=people.name(mentor.person_id),
        skill_ages=[known.age for known in skills],
        story_ages=[people.age(told.year) for told in stories],
    )


def brought(people: People, person: int) -> list[int]:
    """The concepts that a person brings, the most telling first: what they said how
    they know comes before what they only listed. At most as many as the engine counts.
    """
    listed = sorted(people.skills.get(person, []), key=lambda known: not known.told)
    numbers = [vocabulary().number_of(known.label) for known in listed]
    return list(dict.fromkeys(n for n in numbers if n is not None))[:BRINGS]


def hope_pieces(mentors: list[Enrolment], people: People) -> list[list[str]]:
    """What each mentor hopes to get, cut into sentences and neutralised."""
    return [
        read_hopes(mentor.hopes, people.name(mentor.person_id)) for mentor in mentors
    ]
