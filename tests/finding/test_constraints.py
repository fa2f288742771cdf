"""What the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mentorship.finding.models import Dismissal, Lead, MatchRequest, Source


def refused(constraint, make):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


@pytest.mark.parametrize("who", ["nobody", "both"])
def test_a_lead_is_a_person_here_or_a_name(mina, omar, who):
    told = {"about": omar.person, "name": "Omar"} if who == "both" else {}

    refused(
        "lead_is_a_person_here_or_a_name",
        lambda: Lead.objects.create(author=mina.person, program=mina.program, **told),
    )


def test_nobody_is_a_lead_of_their_own(mina):
    me = mina.person

    refused(
        "lead_to_somebody_else",
        lambda: Lead.objects.create(author=me, program=mina.program, about=me),
    )


def test_a_lead_once_per_person_and_names_as_often_as_one_likes(mina, omar):
    of = {"author": mina.person, "program": mina.program}
    Lead.objects.create(about=omar.person, **of)
    for _ in range(2):
        Lead.objects.create(name="Uma", **of)

    refused(
        "lead_once_per_person", lambda: Lead.objects.create(about=omar.person, **of)
    )


def test_a_source_says_who_or_what(goal):
    refused(
        "source_says_who_or_what",
        lambda: Source.objects.create(goal=goal, kind="peer", what=""),
    )


def test_one_open_request_for_a_goal(goal):
    MatchRequest.objects.create(goal=goal, state="withdrawn")
    MatchRequest.objects.create(goal=goal)

    for state, more in [("waiting", {}), ("taken", {"taken_at": timezone.now()})]:
        refused(
            "match_request_open_once_per_goal",
            lambda s=state, m=more: MatchRequest.objects.create(
                goal=goal, state=s, **m
            ),
        )


@pytest.mark.parametrize("fields", [{"state": "answered"}, {"answered_at": "now"}])
def test_answered_at_exactly_when_answered(goal, fields):
    if fields.get("answered_at"):
        fields = {"answered_at": timezone.now()}

    refused(
        "match_request_answered_at_iff_answered",
        lambda: MatchRequest.objects.create(goal=goal, **fields),
    )


def test_what_is_taken_was_taken_at_some_time(goal):
    refused(
        "match_request_taken_at_some_time",
        lambda: MatchRequest.objects.create(goal=goal, state="taken"),
    )


def test_a_nudge_is_dismissed_once(goal):
    Dismissal.objects.create(goal=goal, nudge="outside")

    refused(
        "dismissal_once_per_goal",
        lambda: Dismissal.objects.create(goal=goal, nudge="outside"),
    )
