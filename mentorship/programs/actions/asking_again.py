"""Asking mentors whether they are still open, and what they answer."""

import logging
from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signals import person_changed
from mentorship.notices import actions as notices
from mentorship.programs.models import Enrolment, EnrolmentQuerySet, Program
from mentorship.programs.still_open import PAUSED_AFTER, REMINDED_AFTER, said_now
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible, transition

log = logging.getLogger(__name__)

MOST_AT_ONCE = 500
"""Of each kind and program; the next round takes the next."""


@transition
def still_open(mentor: Enrolment, *, word: str = "") -> None:
    """Say for oneself that people may ask; whoever was pausing is back.

    ``word`` is what a link asked about: it counts only until the mentor's next one.
    """
    now = _to_answer(mentor, word)
    open_to_all = Enrolment.objects.filter(pk=now.pk, accepting=True)
    if not open_to_all.update(paused=False, **said_now()):
        raise NotPossible(
            _("Nobody may ask you yet. Tick “people may ask me” in your offer first.")
        )
    record(now.person, "is still open", now)
    if now.paused:
        person_changed.send(sender=Enrolment, person=now.person)


@transition
def pause(mentor: Enrolment, *, word: str = "") -> None:
    """Say for oneself that nobody new may ask for now. What is agreed goes on."""
    now = _to_answer(mentor, word)
    Enrolment.objects.filter(pk=now.pk).update(paused=True, **said_now())
    record(now.person, "paused", now)
    if not now.paused:
        person_changed.send(sender=Enrolment, person=now.person)


def _to_answer(mentor: Enrolment, word: str) -> Enrolment:
    """The mentor, locked, if the word that a link asked about is still their last."""
    rows = Enrolment.objects.select_related("person")
    now = rows.select_for_update(of=("self",), no_key=True).get(pk=mentor.pk)
    if word and word != now.word:
        raise NotPossible(_("You have answered this already, so nothing was changed."))
    return now


def heard_from(mentor: Enrolment) -> None:
    """Whoever answers a request is there; a pause stays as it is."""
    Enrolment.objects.filter(pk=mentor.pk, paused=False).update(**said_now())


def ask_due() -> int:
    """Ask, remind and pause whoever it is time for; how many. Runs twice harmlessly."""
    now = timezone.now()
    done = sum(act(mentor, now) for act, mentor in _due(now))
    if done:
        log.info("mentors_asked_again count=%s", done)
    return done


_STANDING = (
    "confirmed_at",
    "asked_again_at",
    "reminded_again_at",
    "accepting",
    "paused",
    "left_at",
)
Act = Callable[[Enrolment, datetime], bool]


def _due(now: datetime) -> Iterator[tuple[Act, Enrolment]]:
    for program in Program.objects.filter(ask_mentors_after_days__gt=0):
        here = Enrolment.objects.filter(program=program)
        days = timedelta(days=program.ask_mentors_after_days)
        due: list[tuple[Act, EnrolmentQuerySet]] = [
            (_ask, here.to_ask_again(now - days)),
            (_remind, here.to_remind_again(now - REMINDED_AFTER)),
            (_pause_silent, here.silent_since(now - PAUSED_AFTER)),
        ]
        for act, mentors in due:
            near = mentors.select_related("person__profile", "program")
            for mentor in near.order_by("confirmed_at", "pk")[:MOST_AT_ONCE]:
                yield act, mentor


@transition
def _ask(mentor: Enrolment, now: datetime) -> bool:
    asked = _moved(mentor, asked_again_at=now)
    if asked:
        _write(asked, "still_open")
    return asked is not None


@transition
def _remind(mentor: Enrolment, now: datetime) -> bool:
    reminded = _moved(mentor, reminded_again_at=now)
    if reminded:
        _write(reminded, "still_open_reminder")
    return reminded is not None


@transition
def _pause_silent(mentor: Enrolment, now: datetime) -> bool:
    paused = _moved(mentor, paused=True)
    if paused:
        record(None, "paused", paused)
        _write(paused, "still_open_paused")
        person_changed.send(sender=Enrolment, person=paused.person)
    return paused is not None


def _moved(mentor: Enrolment, **changes: object) -> Enrolment | None:
    """The mentor after a change, if they stood as they did when they were looked up;
    None if they spoke meanwhile, or another worker was faster.

    Compares their own row only: conditions on other tables are not looked at again
    when the row was changed while we waited for it.
    """
    seen = {name: getattr(mentor, name) for name in _STANDING}
    if not Enrolment.objects.filter(pk=mentor.pk, **seen).update(**changes):
        return None
    changed = copy(mentor)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _write(mentor: Enrolment, what: str) -> None:
    notices.write(
        mentor.person,
        f"enrolment-{mentor.word}-{what.replace('_', '-')}",
        f"programs/mail/{what}",
        {"mentor": mentor, "program": mentor.program},
    )
