"""A mentor answers: yes, or not right now."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.pitches import rules
from mentorship.pitches.actions.ending import settle_others
from mentorship.pitches.actions.moving import (
    fresh,
    move,
    take_back,
    told_to_mentor,
    write_mail,
    yes_of,
)
from mentorship.pitches.models import Pitch
from mentorship.programs import actions as programs
from mentorship.programs.models import Enrolment
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

State = Pitch.State


@transition
def accept(
    pitch: Pitch, *, by: User, answer: str = "", seen: datetime | None = None
) -> Relationship:
    """Say yes: answer the request, take one of the mentor's places, begin.

    ``seen`` is when the letter that the mentor read was sent; a letter that was changed
    since then is not said yes to unread. Whoever else was asked for the same goal hears
    that nothing is left to do.

    Two tabs, or two requests racing for the last place, give one relationship each at
    most: the mentor is locked, only a waiting request is answered, and the place is
    counted by a condition. If any of it fails, none of it happened.
    """
    mentor, mentee = relationships.lock_pair(pitch.mentor_id, pitch.mentee_id)
    if by.pk != mentor.person_id:
        raise NotPossible(_("Only the person who was asked can answer this."))
    _read_as_it_is(pitch, mentee, seen)
    if not move(
        pitch, State.SENT, State.ACCEPTED, answered_at=timezone.now(), answer=answer
    ):
        now = fresh(pitch)
        if now.state == State.ACCEPTED:
            return Relationship.objects.get(mentee_yes=now.mentee_yes_id)
        raise NotPossible(told_to_mentor(now))
    letter = fresh(pitch)
    if not rules.reachable(mentor, mentee) or letter.goal.state == Goal.State.CLOSED:
        raise NotPossible(_("This request is no longer open; nothing is left to do."))
    begun = relationships.begin(
        goal=letter.goal,
        mentor=mentor,
        mentee=mentee,
        kind=letter.kind,
        mentor_yes=Yes.objects.create(person=by, by="accepted a request"),
        mentee_yes=yes_of(letter),
    )
    programs.heard_from(mentor)
    record(by, "accepted", letter)
    write_mail(mentee.person, letter, "accepted", relationship=begun)
    settle_others(letter)
    return begun


def _read_as_it_is(pitch: Pitch, mentee: Enrolment, seen: datetime | None) -> None:
    now = fresh(pitch)
    if seen and now.state == State.SENT and now.sent_at != seen:
        raise NotPossible(
            _("%(name)s has changed the letter since you opened it. Please read it.")
            % {"name": mentee.person.first_name_or_name}
        )


def mark_read(pitch: Pitch, *, by: User) -> None:
    """The mentor opened the letter: from now on it stays as it is."""
    unread = Pitch.objects.unread().filter(pk=pitch.pk, mentor__person=by)
    unread.update(read_at=timezone.now())


@transition
def decline(
    pitch: Pitch, *, by: User, answer: str = "", private_reason: str = ""
) -> None:
    """Say that it is not possible right now, in words the mentee reads.

    The private reason is for the mentor alone: no page or mail of anybody else has it.
    """
    if by.pk != pitch.mentor.person_id:
        raise NotPossible(_("Only the person who was asked can answer this."))
    programs.heard_from(pitch.mentor)  # before the letter, as accepting locks them
    yes = fresh(pitch).mentee_yes_id
    if not move(
        pitch,
        State.SENT,
        State.DECLINED,
        answered_at=timezone.now(),
        answer=answer,
        private_reason=private_reason,
        mentee_yes=None,
    ):
        now = fresh(pitch)
        said = (now.state, now.answer, now.private_reason)
        if said == (State.DECLINED, answer, private_reason):
            return  # the same button, pressed twice
        raise NotPossible(told_to_mentor(now))
    take_back(yes)
    record(by, "declined", pitch)
    write_mail(pitch.mentee.person, pitch, "declined", answer=answer)
