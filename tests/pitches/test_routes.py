"""The report of ways to find: leads, requests and yeses, and what is too few to show."""

import pytest
from django.urls import reverse

from mentorship.finding.models import Lead
from mentorship.pitches import actions, reports
from mentorship.pitches.models import Pitch
from tests import builders


@pytest.fixture
def busy(program):
    """Makes so many mentees who met somebody and sent one request each; some got a
    yes."""

    def make(number, yeses=0):
        for n in range(number):
            of = builders.mentee(program, builders.person(f"Mentee {n}"))
            to = builders.mentor(program, builders.person(f"Mentor {n}"))
            Lead.objects.create(
                author=of.person, program=program, name="Uma", route="met"
            )
            letter = builders.pitch(builders.goal(of), to, route="met")
            actions.send(letter, by=of.person)
            if n < yeses:
                actions.accept(letter, by=to.person, answer="Gladly.")

    return make


def met(program):
    row = {row.label: row for row in reports.routes(program)}["We met at an event"]
    return row.leads, row.sent, row.accepted


@pytest.mark.parametrize(
    ("number", "yeses", "shown"),
    [
        (0, 0, (None, None, None)),
        (4, 4, (None, None, None)),
        (5, 4, (5, 5, None)),
        (6, 5, (6, 6, 5)),
    ],
)
def test_a_number_is_shown_when_enough_people_stand_behind_it(
    program, busy, number, yeses, shown
):
    program.smallest_cell = 5
    busy(number, yeses)

    assert met(program) == shown


def test_many_leads_of_one_person_are_still_one_person(program, mina):
    program.smallest_cell = 5
    for n in range(9):
        Lead.objects.create(
            author=mina.person, program=program, name=f"Uma {n}", route="met"
        )

    assert met(program) == (None, None, None)


def test_drafts_notes_and_what_is_set_aside_do_not_count(program, busy):
    program.smallest_cell = 5
    busy(5)
    Pitch.objects.update(state="draft", sent_at=None, mentee_yes=None)
    Lead.objects.update(saved=False)

    assert met(program) == (None, None, None)


def test_the_page_is_the_admins_and_says_why_a_number_is_missing(
    client, program, ada, otto, django_assert_num_queries
):
    page = reverse("pitches:routes", args=[program.slug])
    client.force_login(otto)
    assert client.get(page).status_code == 404

    client.force_login(ada)
    with django_assert_num_queries(6):
        told = client.get(page).content.decode()

    assert "fewer than 10 mentees" in told
    assert told.count("too few") == 18
