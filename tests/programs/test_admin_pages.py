"""What a program's admin sees of who takes part."""

import pytest
from django.urls import reverse

from mentorship.programs import reports
from tests import builders

PAGES = ["overview", "people", "ask_again"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["mina", "omar", "otto"])
def test_only_the_programs_own_admin_gets_in(client, program, name, who, request):
    other = request.getfixturevalue(who)
    client.force_login(getattr(other, "person", other))

    assert client.get(reverse(f"programs:{name}", args=["ropes"])).status_code == 404


@pytest.fixture
def as_ada(client, ada, program):
    client.force_login(ada)
    return client


def test_an_empty_program_says_so(as_ada):
    page = as_ada.get(reverse("programs:overview", args=["ropes"])).content.decode()

    assert "Nobody takes part yet" in page


def test_counts_are_of_people_who_are_here_now(program, mina, eve, omar, ivan):
    builders.mentee(program, builders.person("Gone"), left_at="2026-01-01T00:00Z")
    builders.mentor(program, builders.person("Paused"), paused=True)
    type(eve).objects.filter(pk=eve.pk).update(looking=False)
    type(omar).objects.filter(pk=omar.pk).update(conversations_taken=1)

    assert reports.counts(program) == reports.Counts(
        mentees=2,
        looking_now=1,
        mentors=3,
        asked_for=2,
        pausing=1,
        asked_again=0,
        unanswered=0,
        silent=2,
        conversations_free=3,
        ongoing_free=2,
    )


def test_the_heading_says_the_finding(as_ada, mina, omar):
    page = as_ada.get(reverse("programs:overview", args=["ropes"])).content.decode()

    assert "One person looks for guidance, one mentor is open to requests" in " ".join(
        page.split()
    )


def test_what_waits_is_said_and_numbers_that_differ_are_explained(as_ada, mina, eve):
    type(eve).objects.filter(pk=eve.pk).update(looking=False)

    page = as_ada.get(reverse("programs:overview", args=["ropes"])).content.decode()

    said = " ".join(page.split())
    assert "2 mentees (one of them does not look for anybody now)" in said
    assert "Start the first run" in said
    assert "Nobody waits." in said


def names(client, **query):
    page = client.get(reverse("programs:people", args=["ropes"]), query)
    return [enrolment.person.name for enrolment in page.context["page_obj"]]


def test_people_are_found_by_words_and_role(as_ada, mina, omar, ivan):
    assert names(as_ada) == ["Ivan Petrov", "Mina Costa", "Omar Haddad"]
    assert names(as_ada, q="omar HADD") == ["Omar Haddad"]
    assert names(as_ada, q=ivan.person.email) == ["Ivan Petrov"]
    assert names(as_ada, role="mentee") == ["Mina Costa"]
    assert names(as_ada, q="nobody") == []


def test_people_of_other_programs_are_not_found(as_ada, other_program):
    builders.mentee(other_program, builders.person("Zoe Elsewhere"))

    assert names(as_ada) == []


@pytest.mark.parametrize(
    "query",
    [
        {"page": "abc"},
        {"page": "-1"},
        {"page": "9" * 5000},
        {"page": "\x00"},
        {"q": "\x00%_'"},
        {"q": "a " * 2000},
        {"role": "\x00"},
        {"role": "admin"},
    ],
)
def test_odd_addresses_are_answered(as_ada, mina, query):
    page = as_ada.get(reverse("programs:people", args=["ropes"]), query)

    assert page.status_code == 200


def test_many_people_come_in_pages(as_ada, program):
    for number in range(51):
        builders.mentee(program, builders.person(f"Person {number:02}"))

    assert (len(names(as_ada)), names(as_ada, page="2")) == (50, ["Person 50"])


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("overview", 7), ("people", 6), ("ask_again", 6)]
)
def test_as_many_queries_for_three_people_as_for_one(
    as_ada, program, count, name, queries, django_assert_num_queries
):
    for number in range(count):
        builders.mentor(program, builders.person(f"Person {number}"))

    with django_assert_num_queries(queries):
        as_ada.get(reverse(f"programs:{name}", args=["ropes"]))
