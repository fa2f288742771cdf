"""A mentor answers: yes, or not right now."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.pitches import rules
from mentorship.pitches.actions.moving import (
    fresh,
    move,
    take_back,
    told_to_mentor,
    write_mail,
    yes_of,
)
from mentorship.pitches.models import Pitch
from mentorship.relationships import actions as relationships
from mentorship.relationships.models import Relationship, Yes
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

State = Pitch.State


@transition
def accept(pitch: Pitch, *, by: User, answer: str = "") -> Relationship:
    """Say yes: answer the request, take one of the mentor's places, begin.

    Two tabs, or two requests racing for the last place, give one relationship each at
    most: the mentor is locked, only a waiting request is answered, and the place is
    counted by a condition. If any of it fails, none of it happened.
    """
    mentor, mentee = relationships.lock_pair(pitch.mentor_id, pitch.mentee_id)
    if by.pk != mentor.person_id:
        raise NotPossible(_("Only the person who was asked can answer this."))
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
    record(by, "accepted", letter)
    write_mail(mentee.person, letter, "accepted", relationship=begun)
    return begun


@transition
def decline(
    pitch: Pitch, *, by: User, answer: str = "", private_reason: str = ""
) -> None:
    """Say that it is not possible right now, in words the mentee reads.

    The private reason is for the mentor alone: no page or mail of anybody else has it.
    """
    if by.pk != pitch.mentor.person_id:
        raise NotPossible(_("Only the person who was asked can answer this."))
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
