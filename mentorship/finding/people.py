"""Who may be found by whom, and the order in which they stand."""

from typing import Any

from django.db.models import (
    CharField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import MD5, Cast, Concat

from accounts.models import PersonSkill, Track, User
from mentorship.finding.models import Lead
from mentorship.programs.models import Enrolment, EnrolmentQuerySet

MENTORING = Q(role=Enrolment.Role.MENTOR, accepting=True, paused=False)


def people_for(person: User) -> EnrolmentQuerySet:
    """Whom somebody may find in their programs, once per program: mentors who are open
    to requests, and colleagues who said that they may be found. Nobody whom a block or
    the program keeps from them, and not themselves."""
    as_mentor = Enrolment.objects.active().filter(
        role=Enrolment.Role.MENTOR,
        program=OuterRef("program"),
        person=OuterRef("person"),
    )
    once = Q(role=Enrolment.Role.MENTOR) | ~Exists(as_mentor)
    colleagues = Q(person__profile__findable=True) & once
    return (
        Enrolment.objects.active()
        .in_program_of(person)
        .filter(MENTORING | colleagues)
        .exclude(person=person)
        .not_blocked_for(person)
        .not_kept_apart_from(person)
    )


def mentors_for(person: User) -> EnrolmentQuerySet:
    """Those of them who may be asked to mentor."""
    return people_for(person).filter(MENTORING)


def mixed_for(person: User, found: QuerySet[Enrolment]) -> QuerySet[Any]:
    """The same people in an order of this person's own, which stays the same.

    An order by name would show the same few first to everybody; so would any other
    order that all share.
    """
    both = Concat(Value(f"{person.pk} "), Cast("pk", CharField()))
    return found.annotate(mix=MD5(both))


def with_rows(person: User, found: QuerySet[Enrolment]) -> QuerySet[Any]:
    """What one row of a list shows: their work, their skills, whether they are saved."""
    saved = Lead.objects.of(person).saved()
    here = saved.filter(program=OuterRef("program"), about=OuterRef("person"))
    skills = PersonSkill.objects.select_related("skill")
    rows: QuerySet[Any] = (
        with_work(found)
        .annotate(is_saved=Exists(here))
        .select_related("person__profile", "program")
        .prefetch_related(Prefetch("person__skills", queryset=skills))
    )
    return rows


def with_work(found: QuerySet[Enrolment]) -> QuerySet[Any]:
    """Adds ``field``, ``level``: what somebody mainly does, or None."""
    main = Track.objects.filter(person=OuterRef("person")).order_by("-is_main", "pk")
    return found.annotate(
        field=Subquery(main.values("field")[:1]),
        level=Subquery(main.values("level")[:1]),
    )


def may_be_asked(found: Enrolment) -> bool:
    """Whether they mentor; the others may only be asked for advice."""
    is_mentor = found.role == Enrolment.Role.MENTOR
    return is_mentor and found.accepting and not found.paused


def room_in_words(found: Enrolment) -> list[str]:
    """The kinds of place that are free, as codes."""
    return [kind for kind in Enrolment.PLACES if found.free_places(kind) > 0]


def outside_of(organisation: str) -> Q:
    """People who said that they work somewhere else."""
    elsewhere = ~Q(person__profile__organisation__iexact=organisation)
    return elsewhere & ~Q(person__profile__organisation="")


def free(kind: str) -> Q:
    """A free place of a kind."""
    places, taken = Enrolment.PLACES[kind]
    untaken = ~Q(formats_not_taken__contains=[kind])
    return MENTORING & untaken & Q(**{f"{places}__gt": F(taken)})


def told(found: Enrolment) -> dict[str, Any]:
    """What somebody tells everybody in the program who may find them."""
    return {
        "tracks": found.person.tracks.all(),
        "skills": found.person.skills.select_related("skill"),
        "stories": found.person.stories.all(),
        "path": found.person.path.all(),
        "links": found.person.links.all(),
        "answers": found.published_answers.all(),
    }
