"""What the demo's mentee meets first: people of whom something can be said."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from matching.engine.choose import WITH_EVIDENCE
from mentorship.demo import CAST
from mentorship.demo.story import read_story
from mentorship.goals.models import Goal
from tests.matching.working import run_now


def has_evidence(card):
    return bool(card.words.quote or card.words.covers or card.words.close)


@pytest.mark.django_db
def test_the_mentee_and_the_mentor_of_the_demo_find_a_suggestion_that_waits(
    client, saltmere, settings
):
    """As the demo's first day makes it, after the first run."""
    settings.BELAY_ENCODER = "lexical"
    program = run_now(saltmere).program
    told = read_story().frame["suggested"]
    call_command(
        "suggest",
        program.slug,
        CAST["mentee"],
        CAST["mentor"],
        goal=told["goal"],
        why=told["why"],
        by=CAST["admin"],
    )

    for who in ("mentee", "mentor"):
        client.force_login(User.objects.get(email=CAST[who]))
        page = client.get(reverse("matching:proposals"))
        assert len(page.context["waiting"]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "encoder",
    [
        "lexical",
        pytest.param("sentence", marks=[pytest.mark.long, pytest.mark.timeout(600)]),
    ],
)
def test_four_of_the_first_five_have_written_evidence_where_so_many_have_it(
    client, saltmere, settings, encoder
):
    """Of every goal of the mentee whom visitors of the demo become."""
    settings.BELAY_ENCODER = encoder
    matched = run_now(saltmere)
    mentee = matched.program.enrolments.get(person__email=CAST["mentee"], role="mentee")
    client.force_login(mentee.person)
    goals = Goal.objects.filter(mentee=mentee, suggestions__run=matched).distinct()
    assert goals.count() >= 1
    for goal in goals:
        page = reverse("matching:suggestions", args=[goal.pk])
        every = client.get(page, {"more": ""}).context["cards"]
        five = client.get(page).context["cards"]

        there = sum(map(has_evidence, every))
        assert sum(map(has_evidence, five)) >= min(WITH_EVIDENCE, there), goal.title
