"""A request that ends without an answer: taken back, run out of time, parted."""

import logging

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.pitches.actions.moving import (
    fresh,
    move,
    take_back,
    told_to_mentee,
    write_mail,
)
from mentorship.pitches.actions.writing import send
from mentorship.pitches.models import Pitch, PitchQuerySet
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


@transition
def change_before_read(pitch: Pitch, *, by: User) -> None:
    """Make a request a draft again, as long as nobody opened it.

    The yes in it is gone until it is sent again; the mentor gets no second mail.
    """
    _mentor, mentee = relationships.lock_pair(pitch.mentor_id, pitch.mentee_id)
    if by.pk != mentee.person_id:
        raise NotPossible(_("Only the person who wrote this can change it."))
    now = fresh(pitch)
    if not _as_draft(Pitch.objects.unread().filter(pk=pitch.pk)):
        raise NotPossible(_why_not_changed(now))
    take_back(now.mentee_yes_id)
    record(by, "took back to change", pitch)


def _as_draft(found: PitchQuerySet) -> bool:
    """Turn a letter into a draft; false if it is not there to be turned any more."""
    try:
        with transaction.atomic():
            return bool(
                found.update(
                    state=State.DRAFT,
                    mentee_yes=None,
                    sent_at=None,
                    answer_by=None,
                    read_at=None,
                    reminded_at=None,
                )
            )
    except IntegrityError as error:
        raise NotPossible(
            _(
                "You have begun another letter to the same person for this goal. Send "
                "or discard it first."
            )
        ) from error


def _why_not_changed(pitch: Pitch) -> str:
    if pitch.state == State.SENT:
        name = {"name": pitch.mentor.person.first_name_or_name}
        return _("%(name)s has opened your letter, so it stays as it is.") % name
    return told_to_mentee(pitch)


@transition
def send_again(pitch: Pitch, *, by: User) -> None:
    """Undo taking a request back: it goes out again, if it still may."""
    relationships.lock_pair(pitch.mentor_id, pitch.mentee_id)
    gone = Pitch.objects.filter(pk=pitch.pk, state=State.WITHDRAWN)
    if _as_draft(gone.filter(mentee__person=by)):
        send(pitch, by=by)


def settle_others(accepted: Pitch) -> None:
    """Close what else is waiting for a goal that somebody said yes to, with a friendly
    note. The caller holds the mentee's lock, so that no other yes comes in between."""
    waiting = Pitch.objects.awaiting_answer().filter(goal=accepted.goal_id)
    for other in waiting.select_related("mentor__person", "mentee__person", "goal"):
        yes = other.mentee_yes_id
        if move(other, State.SENT, State.SETTLED, mentee_yes=None):
            take_back(yes)
            record(None, "settled", other)
            write_mail(other.mentor.person, other, "settled")


@transition
def thank(pitch: Pitch, *, by: User) -> None:
    """The one thing that can be sent after a no: a thank-you without words, once."""
    ended = Pitch.objects.filter(
        pk=pitch.pk,
        mentee__person=by,
        state__in=[State.DECLINED, State.EXPIRED],
        thanked_at=None,
    )
    if ended.update(thanked_at=timezone.now()):
        record(by, "thanked", pitch)
        write_mail(pitch.mentor.person, pitch, "thanked")


def remind_due() -> int:
    """Tell mentors once that the time to answer is nearly over; how many were told."""
    due = Pitch.objects.to_remind().select_related("mentor__person", "mentee__person")
    return sum(_remind(pitch) for pitch in due.order_by("pk"))


@transition
def _remind(pitch: Pitch) -> bool:
    mine = Pitch.objects.to_remind().filter(pk=pitch.pk)
    if not mine.update(reminded_at=timezone.now()):
        return False
    write_mail(pitch.mentor.person, pitch, "reminder")
    return True


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
