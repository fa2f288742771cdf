"""One question to one person: asked, answered in writing, or not right now.

No place is taken, no yes is recorded and no relationship begins.
"""

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.notices import actions as notices
from mentorship.pitches import rules
from mentorship.pitches.advice import Advice
from mentorship.programs.models import Enrolment
from mentorship.relationships import actions as relationships
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

log = logging.getLogger(__name__)
State = Advice.State


@transition
def ask_advice(
    asker: Enrolment,
    adviser: Enrolment,
    *,
    by: User,
    situation: str,
    question: str,
    goal: Goal | None = None,
) -> Advice:
    """Send one question. What may be open at once is counted under both locks, which
    are taken in the order in which letters take them."""
    if by.pk != asker.person_id:
        raise NotPossible(_("Only you yourself can ask for advice in your name."))
    asker, adviser = _locked(asker, adviser)
    why_not = next(rules.advice_obstacles(asker, adviser), None)
    if why_not:
        raise NotPossible(why_not)
    asked = Advice.objects.create(
        asker=asker,
        adviser=adviser,
        goal=goal,
        situation=situation,
        question=question,
        answer_by=timezone.now() + timedelta(days=asker.program.answer_days),
    )
    record(by, "asked for advice", asked)
    _write_mail(adviser.person, asked, "sent")
    return asked


def _locked(asker: Enrolment, adviser: Enrolment) -> tuple[Enrolment, Enrolment]:
    """Both enrolments, locked: mentors before mentees, and then by their number."""

    def turn(one: Enrolment) -> tuple[bool, int]:
        return one.role == Enrolment.Role.MENTEE, one.pk

    first, second = sorted((asker, adviser), key=turn)
    rows = {row.pk: row for row in relationships.lock_pair(first.pk, second.pk)}
    return rows[asker.pk], rows[adviser.pk]


def move_advice(advice: Advice, new: str, **changes: object) -> bool:
    """End a question that still waits; false if somebody was faster."""
    waiting = Advice.objects.awaiting_answer().filter(pk=advice.pk)
    return bool(waiting.update(state=new, **changes))


@transition
def answer_advice(advice: Advice, *, by: User, answer: str) -> None:
    """Answer in writing. The same answer twice is one answer."""
    _end_with_words(advice, State.ANSWERED, by, answer)


@transition
def decline_advice(advice: Advice, *, by: User, answer: str = "") -> None:
    """Say that it is not possible right now, in words that the asker reads."""
    _end_with_words(advice, State.DECLINED, by, answer)


def _end_with_words(advice: Advice, state: str, by: User, answer: str) -> None:
    if by.pk != advice.adviser.person_id:
        raise NotPossible(_("Only the person who was asked can answer this."))
    if not move_advice(advice, state, answered_at=timezone.now(), answer=answer):
        now = _fresh(advice)
        if (now.state, now.answer) == (state, answer):
            return  # the same button, pressed twice
        raise NotPossible(_told(now, by))
    advice = _fresh(advice)
    record(by, f"{state} advice", advice)
    _write_mail(advice.asker.person, advice, state)


@transition
def withdraw_advice(advice: Advice, *, by: User) -> None:
    """Take a question back before it is answered."""
    if by.pk != advice.asker.person_id:
        raise NotPossible(_("Only the person who asked can take this back."))
    if move_advice(advice, State.WITHDRAWN):
        record(by, "withdrew advice", advice)
        return
    now = _fresh(advice)
    if now.state != State.WITHDRAWN:
        raise NotPossible(_told(now, by))


def expire_advice() -> int:
    """End the questions whose time to answer is over; how many. Runs twice harmlessly."""
    overdue = Advice.objects.overdue().order_by("pk").values_list("pk", flat=True)
    ended = sum(_expire(pk) for pk in overdue)
    if ended:
        log.info("advice_expired count=%s", ended)
    return ended


@transition
def _expire(pk: int) -> bool:
    advice = _fresh(Advice(pk=pk))
    if not move_advice(advice, State.EXPIRED):
        return False
    record(None, "expired", advice)
    _write_mail(advice.asker.person, advice, "expired")
    return True


def part_advice(blocker: User, blocked: User) -> None:
    """Close silently what is open between two people, before a block is written. The
    caller holds the locks of both people's enrolments."""
    between = Advice.objects.between(blocker.pk, blocked.pk)
    between |= Advice.objects.between(blocked.pk, blocker.pk)
    for advice in between.awaiting_answer().order_by("pk"):
        if move_advice(advice, State.WITHDRAWN):
            record(blocker, "withdrew advice", advice)


def _fresh(advice: Advice) -> Advice:
    rows = Advice.objects.select_related("asker__person", "adviser__person")
    return rows.get(pk=advice.pk)


def _told(advice: Advice, person: User) -> str:
    """What has happened meanwhile, to either of the two."""
    other = advice.asker if person.pk == advice.adviser.person_id else advice.adviser
    name = {"name": other.person.first_name_or_name}
    mine = person.pk == advice.adviser.person_id
    if advice.state == State.EXPIRED:
        return _("The time to answer this question is over.")
    if advice.state == State.WITHDRAWN:
        return (
            _("%(name)s has taken this question back. Nothing is left to do.") % name
            if mine
            else _("You have taken this question back.")
        )
    return (
        _("You have answered this already.")
        if mine
        else _("%(name)s has answered already.") % name
    )


def _write_mail(person: User, advice: Advice, what: str) -> None:
    notices.write(
        person,
        f"advice-{advice.pk}-{what}",
        f"pitches/mail/advice_{what}",
        {"advice": advice},
    )
