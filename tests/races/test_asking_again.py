"""Eight workers ask, remind and pause at once: one mail each; a mentor's word wins."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.notices.models import Mail
from mentorship.programs import actions
from mentorship.programs.actions import asking_again
from mentorship.programs.models import Enrolment
from mentorship.safety.models import AuditEvent
from tests import builders
from tests.races.together import clients

ROUNDS = 4


@pytest.fixture
def mentors(program):
    return [builders.mentor(program, builders.person(f"Mentor {n}")) for n in range(3)]


def at(days):
    return timezone.now() - timedelta(days=days)


STANDING = {
    "asked": {"asked_again_at": None, "reminded_again_at": None},
    "reminded": {"asked_again_at": at(8), "reminded_again_at": None},
    "paused": {"asked_again_at": at(15), "reminded_again_at": at(8)},
}


def begin(what):
    """Everybody stands before the same step, and no mail was written yet."""
    Mail.objects.all().delete()
    AuditEvent.objects.all().delete()
    said = {"confirmed_at": at(200), "paused": False}
    Enrolment.objects.update(**said, **STANDING[what])


@pytest.mark.parametrize("what", STANDING)
def test_eight_workers_at_once_write_one_mail_to_each(mentors, what):
    told = []
    with clients(8) as many:
        for _ in range(ROUNDS):
            begin(what)
            many.race([lambda: told.append(actions.ask_due())] * 8)

            assert Mail.objects.count() == len(mentors)
    assert sum(told) == ROUNDS * len(mentors)
    paused = AuditEvent.objects.filter(verb="paused").count()
    assert paused == (len(mentors) if what == "paused" else 0)


def by_another_table(mentor, **changes):
    """What ``_moved`` would be if its condition were that of the search, which joins
    the person: it is looked up before the wait for the row, and not again."""
    due = Enrolment.objects.to_ask_again(at(180)).filter(pk=mentor.pk)
    return mentor if due.update(**changes) else None


def test_the_control_asks_somebody_twice_and_mail_still_goes_once(mentors, monkeypatch):
    monkeypatch.setattr(asking_again, "_moved", by_another_table)
    most = 0
    with clients(8) as many:
        for _ in range(ROUNDS * 2):
            begin("asked")
            told = []
            many.race([lambda told=told: told.append(actions.ask_due())] * 8)
            most = max(most, sum(told))

            assert Mail.objects.count() == len(mentors)
    assert most > len(mentors)


def test_a_word_at_the_moment_of_the_pause_wins(mentors):
    with clients(8) as many:
        for _ in range(ROUNDS):
            begin("paused")
            answers = [lambda m=m: actions.still_open(m) for m in mentors]
            many.race([*answers, *[actions.ask_due] * 5])

            assert not Enrolment.objects.filter(paused=True).exists()
            assert not Enrolment.objects.filter(asked_again_at__isnull=False).exists()
