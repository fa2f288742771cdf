"""The header leads each person to what is theirs, and costs two queries."""

import pytest
from django.contrib.auth.models import AnonymousUser

from mentorship.context import navigation
from tests import builders


def header(rf, person, path="/"):
    request = rf.get(path)
    request.user = person
    return list(navigation(request)["nav_items"])


def labels(items):
    return [item["label"] for item in items]


def test_a_stranger_can_sign_in_or_create_an_account(rf):
    assert labels(header(rf, AnonymousUser())) == ["Sign in", "Create an account"]


def test_a_stranger_comes_back_to_what_they_asked_for(rf):
    items = header(rf, AnonymousUser(), "/accounts/login/?next=/programs/a%26b/join/")

    assert [item["url"] for item in items] == [
        "/accounts/login/?next=%2Fprograms%2Fa%26b%2Fjoin%2F",
        "/accounts/signup/?next=%2Fprograms%2Fa%26b%2Fjoin%2F",
    ]
    assert [item["key"] for item in items if item["current"]] == ["in"]


def test_a_mentee_finds_and_asks(rf, mina):
    assert labels(header(rf, mina.person)) == ["Home", "Find", "Requests", "Profile"]


def test_a_mentor_has_an_inbox(rf, omar):
    assert labels(header(rf, omar.person)) == ["Home", "Inbox", "Profile"]


def test_an_admin_has_the_program(rf, program, ada):
    assert labels(header(rf, ada)) == ["Home", "Profile", "Program"]


def test_somebody_in_every_role_sees_it_all(rf, program, mina):
    program.admins.add(mina.person)
    builders.mentor(program, mina.person)

    assert labels(header(rf, mina.person)) == [
        *["Home", "Find", "Requests", "Inbox", "Profile", "Program"]
    ]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["home"]),
        ("/goals/", ["find"]),
        ("/goals/7/suggestions/", ["find"]),
        ("/find/", ["find"]),
        ("/find/leads/", ["find"]),
        ("/nowhere/", []),
    ],
)
def test_the_link_that_leads_here_is_current(rf, mina, path, current):
    items = header(rf, mina.person, path)

    assert [item["key"] for item in items if item["current"]] == current


def test_every_page_of_the_program_belongs_to_its_link(rf, program, ada):
    items = header(rf, ada, f"/programs/{program.slug}/people/")

    assert [item["key"] for item in items if item["current"]] == ["program"]


def test_the_longest_address_wins(rf, program, mina):
    builders.mentor(program, mina.person)
    (inbox,) = [i for i in header(rf, mina.person) if i["key"] == "inbox"]

    items = header(rf, mina.person, inbox["url"])

    assert [item["key"] for item in items if item["current"]] == ["inbox"]


def test_the_header_costs_one_query_and_only_when_shown(
    rf, mina, django_assert_num_queries
):
    request = rf.get("/")
    request.user = mina.person

    with django_assert_num_queries(0):
        shown = navigation(request)
    with django_assert_num_queries(1):
        assert len(shown["nav_items"]) == 4
