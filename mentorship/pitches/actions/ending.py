"""A request that ends without an answer: taken back, run out of time, parted."""

import logging

from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.pitches.actions.moving import (
    fresh,
    move,
    take_back,
    told_to_mentee,
    write_mail,
)
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships import actions as relationships
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

log = logging.getLogger(__name__)
State = Pitch.State


@transition
def withdraw(pitch: Pitch, *, by: User) -> None:
    """Take a request back before it is answered. The yes in it is gone with it."""
    if by.pk != pitch.mentee.person_id:
        raise NotPossible(_("Only the person who wrote this can take it back."))
    yes = fresh(pitch).mentee_yes_id
    if not move(pitch, State.SENT, State.WITHDRAWN, mentee_yes=None):
        now = fresh(pitch)
        if now.state == State.WITHDRAWN:
            return
        raise NotPossible(told_to_mentee(now))
    take_back(yes)
    record(by, "withdrew", pitch)


def expire_overdue() -> int:
    """End the requests whose time to answer is over; how many. Runs twice harmlessly."""
    overdue = Pitch.objects.overdue().order_by("pk").values_list("pk", flat=True)
    ended = sum(_expire(pk) for pk in overdue)
    if ended:
        log.info("pitches_expired count=%s", ended)
    return ended


@transition
def _expire(pk: int) -> bool:
    pitch = Pitch.objects.select_related("mentee__person").get(pk=pk)
    yes = pitch.mentee_yes_id
    if not move(pitch, State.SENT, State.EXPIRED, mentee_yes=None):
        return False
    take_back(yes)
    record(None, "expired", pitch)
    write_mail(pitch.mentee.person, pitch, "expired")
    return True


def part(blocker: User, blocked: User) -> None:
    """Close silently what is open between two people, before a block is written.

    It takes the locks that sending and accepting take, in the same order, and the
    caller's transaction keeps them until the block is there to be seen.
    """
    two = Enrolment.objects.filter(person__in=[blocker, blocked]).order_by("pk")
    for role in (Enrolment.Role.MENTOR, Enrolment.Role.MENTEE):
        list(two.filter(role=role).select_for_update(no_key=True).values_list("pk"))
    between = Pitch.objects.between(blocker.pk, blocked.pk) | Pitch.objects.between(
        blocked.pk, blocker.pk
    )
    for pitch in between.awaiting_answer().order_by("pk"):
        yes = pitch.mentee_yes_id
        if move(pitch, State.SENT, State.WITHDRAWN, mentee_yes=None):
            take_back(yes)
            record(blocker, "withdrew", pitch)
    relationships.part(blocker, blocked, by=blocker)
