"""Beginning and ending relationships, and the places they take."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.notices import actions as notices
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition


def lock_pair(mentor_id: int, mentee_id: int) -> tuple[Enrolment, Enrolment]:
    """Lock a mentor's and then a mentee's enrolment, and read both afresh.

    Whatever is decided about two people is decided under these two locks, always in
    this order, so that nobody waits in a circle. They are read after both locks,
    because a row locked late would otherwise bring its neighbours as they were before.
    """
    for pk in (mentor_id, mentee_id):
        Enrolment.objects.select_for_update(no_key=True).values_list("pk").get(pk=pk)
    both = Enrolment.objects.select_related("program", "person__profile").in_bulk(
        [mentor_id, mentee_id]
    )
    return both[mentor_id], both[mentee_id]


@transition
def begin(
    *,
    goal: Goal,
    mentor: Enrolment,
    mentee: Enrolment,
    kind: str,
    mentor_yes: Yes,
    mentee_yes: Yes,
) -> Relationship:
    """Begin a relationship from a yes of each side, and take one of the mentor's places.

    This is the only way one begins. The caller holds the locks of ``lock_pair``; the
    database refuses two yeses that were not said by the two people themselves.
    """
    going_on = Relationship.objects.going_on()
    if going_on.filter(mentor=mentor, goal=goal).exists():
        raise NotPossible(_("You two are already working on this goal together."))
    take_place(mentor, kind)
    begun = Relationship.objects.create(
        goal=goal,
        mentor=mentor,
        mentee=mentee,
        kind=kind,
        mentor_yes=mentor_yes,
        mentee_yes=mentee_yes,
    )
    record(mentor_yes.person, "began", begun)
    return begun


def take_place(mentor: Enrolment, kind: str) -> None:
    """Count one more person on a mentor's places of a kind, if one is free."""
    places, taken = Enrolment.PLACES[kind]
    free = Enrolment.objects.filter(pk=mentor.pk, **{f"{taken}__lt": F(places)})
    if not free.update(**{taken: F(taken) + 1}):
        raise NotPossible(
            _(
                "All your places of this kind are taken. Give yourself one more on the "
                "page of your offer first, or close something that has ended."
            )
        )


@transition
def close(relationship: Relationship, *, by: User) -> None:
    """End a relationship; either side may, and no reason is asked. The place is free.

    Ending what has already ended changes nothing.
    """
    if by.pk not in (
        relationship.mentor.person_id,
        relationship.mentee.person_id,
    ):
        raise NotPossible(_("Only the two people themselves can end this."))
    mentor, mentee = lock_pair(relationship.mentor_id, relationship.mentee_id)
    going_on = Relationship.objects.going_on().filter(pk=relationship.pk)
    if not going_on.update(stage=Relationship.Stage.CLOSED, ended_at=timezone.now()):
        return
    give_back_place(mentor, relationship.kind)
    record(by, "closed", relationship)
    other = mentee if by.pk == mentor.person_id else mentor
    notices.write(
        other.person,
        f"relationship-{relationship.pk}-closed",
        "relationships/mail/closed",
        {"relationship": relationship, "by": by},
    )


def part(one: User, other: User, *, by: User) -> None:
    """End silently whatever two people have going on: one of them blocked the other.

    The caller holds the locks of both people's enrolments.
    """
    between = Q(mentor__person=one, mentee__person=other) | Q(
        mentor__person=other, mentee__person=one
    )
    going_on = Relationship.objects.going_on().filter(between)
    for relationship in going_on.select_related("mentor").order_by("pk"):
        mine = Relationship.objects.going_on().filter(pk=relationship.pk)
        if mine.update(stage=Relationship.Stage.CLOSED, ended_at=timezone.now()):
            give_back_place(relationship.mentor, relationship.kind)
            record(by, "closed", relationship)


def give_back_place(mentor: Enrolment, kind: str) -> None:
    """Count one person less on a mentor's places of a kind."""
    taken = Enrolment.PLACES[kind][1]
    used = Enrolment.objects.filter(pk=mentor.pk, **{f"{taken}__gt": 0})
    used.update(**{taken: F(taken) - 1})
