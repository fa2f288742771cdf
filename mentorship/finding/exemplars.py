"""People who exemplify a skill, with the evidence that they gave themselves."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, ExtractYear, Greatest
from django.utils import timezone

from accounts.models import PathStep, PersonSkill, Skill, Story, User
from mentorship.finding import people
from mentorship.programs.models import Enrolment, PublishedAnswer

QUOTED = 3  # pieces of evidence of a kind that a row shows


@dataclass(frozen=True)
class Evidence:
    """One thing that a person told: a quote, what it is, and of which year."""

    kind: str
    text: str
    year: int | None = None


@dataclass(frozen=True)
class Exemplar:
    """Somebody, what shows that they know the skill, and the year of the newest."""

    found: Enrolment
    evidence: list[Evidence]
    newest: int | None


def _told(skill: Skill) -> tuple[Q, Q, Q]:
    """Of stories, answers and stations of a way, those that are about a skill."""
    return (
        Q(skills=skill) | Q(text__icontains=skill.label),
        Q(skills=skill)
        | Q(question__icontains=skill.label)
        | Q(text__icontains=skill.label),
        Q(title__icontains=skill.label),
    )


def exemplars_of(skill: Skill, person: User) -> QuerySet[Any]:
    """People whom somebody may find and who exemplify a skill. Whoever told the most
    recent experience stands first; ``newest`` is its year, None if no year is known."""
    tale, reply, station = _told(skill)
    own = OuterRef("person")
    knows = PersonSkill.objects.filter(person=own, skill=skill)
    stories = Story.objects.filter(tale, person=own)
    answers = PublishedAnswer.objects.filter(reply, mentor=OuterRef("pk"))
    path = PathStep.objects.filter(station, person=own)
    found = people.people_for(person).filter(
        Exists(knows) | Exists(stories) | Exists(answers)
    )
    newest = Greatest(
        _newest(knows, F("last_used")),
        _newest(stories, F("happened")),
        _newest(answers, ExtractYear("published_at")),
        _newest(path, Coalesce("ended", Value(timezone.localdate().year))),
    )
    rows = people.with_rows(person, people.mixed_for(person, found))
    dated = rows.annotate(newest=newest).prefetch_related("person__path")
    ordered: QuerySet[Any] = dated.order_by(
        F("newest").desc(nulls_last=True), "mix", "pk"
    )
    return ordered


def _newest(rows: "QuerySet[Any]", year: Any) -> Subquery:
    """The year of the newest of some rows that has one."""
    dated = rows.annotate(of_year=year).order_by(F("of_year").desc(nulls_last=True))
    return Subquery(dated.values("of_year")[:1], output_field=IntegerField())


def with_evidence(skill: Skill, page: list[Enrolment]) -> list[Exemplar]:
    """The evidence of the people on a page, in two queries."""
    tale, reply, _station = _told(skill)
    stories: dict[int, list[Evidence]] = {}
    answers: dict[int, list[Evidence]] = {}
    told = Story.objects.filter(tale, person__in=[one.person_id for one in page])
    for story in told.distinct():
        said = Evidence("story", story.text, story.happened)
        stories.setdefault(story.person_id, []).append(said)
    for answer in PublishedAnswer.objects.filter(reply, mentor__in=page).distinct():
        said = Evidence("answer", answer.question, answer.published_at.year)
        answers.setdefault(answer.mentor_id, []).append(said)
    return [
        Exemplar(
            one,
            [
                *_knowledge(one, skill),
                *stories.get(one.person_id, [])[:QUOTED],
                *answers.get(one.pk, [])[:QUOTED],
                *_way(one, skill),
            ],
            getattr(one, "newest", None),
        )
        for one in page
    ]


def _knowledge(one: Enrolment, skill: Skill) -> list[Evidence]:
    rows = [row for row in one.person.skills.all() if row.skill_id == skill.pk]
    return [Evidence("how", row.how, row.last_used) for row in rows]


def _way(one: Enrolment, skill: Skill) -> list[Evidence]:
    name = skill.label.casefold()
    return [
        Evidence("path", step.title, step.ended or timezone.localdate().year)
        for step in one.person.path.all()
        if name in step.title.casefold()
    ][:QUOTED]
