"""What people wrote, read for the engine: one Reading per goal and per mentor."""

from collections import defaultdict
from functools import cache

from accounts.models import PersonSkill, Story
from accounts.vocabulary.data import concepts
from matching.engine.text.passages import (
    GoalText,
    MentorText,
    Reading,
    read_goal,
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
            Concept(c.slug, c.label, tuple(c.aliases), tuple(c.phrases))
            for c in concepts()
        )
    )


def goal_readings(goals: list[Goal], people: People) -> list[Reading]:
    """The sentence is what the mentee wants and which guidance they hope for."""
    growth: dict[int, list[str]] = defaultdict(list)
    items = AssessmentItem.objects.filter(
        goal__in=[goal.pk for goal in goals], kind=AssessmentItem.Kind.GROWTH
    )
    for goal_id, text in items.values_list("goal_id", "text"):
        growth[goal_id].append(text)
    skills: dict[int, list[str]] = defaultdict(list)
    wanted = WantedSkill.objects.filter(goal__in=[goal.pk for goal in goals])
    for row in wanted.select_related("skill"):
        skills[row.goal_id].append(row.label)
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


def mentor_readings(mentors: list[Enrolment], people: People) -> list[Reading]:
    """Title, skills, topics and stories of each mentor."""
    persons = [mentor.person_id for mentor in mentors]
    stories: dict[int, list[str]] = defaultdict(list)
    for person, text in Story.objects.filter(person__in=persons).values_list(
        "person_id", "text"
    ):
        stories[person].append(text)
    skills: dict[int, list[str]] = defaultdict(list)
    known = PersonSkill.objects.filter(person__in=persons).select_related("skill")
    for row in known:
        skills[row.person_id].append(row.label)
    return [
        read_mentor(
            MentorText(
                title=people.headline(mentor.person_id),
                skills=skills[mentor.person_id],
                topics=[*mentor.topic_lines(), *mentor.helps_best.splitlines()],
                stories=stories[mentor.person_id],
                name=people.name(mentor.person_id),
            ),
            vocabulary(),
        )
        for mentor in mentors
    ]
