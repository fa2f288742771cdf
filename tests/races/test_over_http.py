"""The same races over HTTP: every client gets a page, never a server error."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from mentorship.pitches.models import Pitch
from mentorship.relationships.models import Relationship
from tests import builders
from tests.races.together import (
    broken_places,
    clients,
    sent,
    several_sent,
)

TABS = 16


@pytest.fixture
def one_place(program):
    return builders.mentor(program, builders.person("Olga Ruiz"), conversation_places=1)


def signed_in(person) -> Client:
    tab = Client(raise_request_exception=False)
    tab.force_login(person)
    return tab


def post_at_once(posts):
    """The pages that many tabs end on, when all press their button at once."""
    pages = []
    with clients(len(posts)) as many:
        many.race(
            [
                lambda tab=tab, url=url: pages.append(
                    tab.post(url, {"answer": "Hello."}, follow=True)
                )
                for tab, url in posts
            ]
        )
    return pages


def url(name, pitch):
    return reverse(f"pitches:{name}", args=[pitch.pk])


def test_sixteen_yeses_for_the_last_place_are_one_yes_and_fifteen_kind_pages(
    program, one_place
):
    asked = several_sent(program, one_place, TABS)
    pages = post_at_once(
        [(signed_in(one_place.person), url("accept", pitch)) for pitch in asked]
    )

    full = [page for page in pages if b"All your places of this kind" in page.content]
    assert {page.status_code for page in pages} == {200}
    assert len(full) == TABS - 1
    assert Relationship.objects.count() == 1
    assert broken_places() == []


def test_the_same_yes_in_many_tabs_ends_on_the_same_page(goal, omar):
    pitch = sent(goal, omar)
    pages = post_at_once([(signed_in(omar.person), url("accept", pitch))] * TABS)

    begun = Relationship.objects.get()
    ends = {page.redirect_chain[-1][0] for page in pages}
    assert {page.status_code for page in pages} == {200}
    assert ends == {reverse("relationships:detail", args=[begun.pk])}


def test_yes_no_and_taking_back_at_once_leave_no_server_error(goal, omar):
    pitch = sent(goal, omar)
    mentor, mentee = omar.person, goal.mentee.person
    posts = [
        (signed_in(mentor), url("accept", pitch)),
        (signed_in(mentee), url("withdraw", pitch)),
        (signed_in(mentor), url("decline", pitch)),
    ] * 5

    pages = post_at_once(posts)

    assert {page.status_code for page in pages} <= {200, 410}
    accepted = Pitch.objects.filter(state="accepted").count()
    assert Relationship.objects.count() == accepted


def test_a_lock_that_cannot_be_had_is_a_sentence_on_the_page(goal, omar):
    """Somebody holds the mentor's row; the answer is tried three times, then told."""
    pitch = sent(goal, omar)
    tab = signed_in(omar.person)

    def hold_and_let_the_other_try():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(
                "SELECT 1 FROM programs_enrolment WHERE id = %s FOR UPDATE", [omar.pk]
            )
            many.start.wait(60)
            many.start.wait(60)
            cursor.execute("ROLLBACK")

    def press():
        many.start.wait(60)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        try:
            pages.append(tab.post(url("accept", pitch), {"answer": ""}, follow=True))
        finally:
            many.start.wait(60)

    pages = []
    with clients(2) as many:
        many.race([hold_and_let_the_other_try, press])

    assert [page.status_code for page in pages] == [200]
    assert b"Please try again in a moment." in pages[0].content
    assert Pitch.objects.get().state == "sent"
