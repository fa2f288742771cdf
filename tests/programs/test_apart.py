"""Pairs that a program keeps apart: added, seen and lifted by its admins alone."""

import pytest
from django.urls import reverse

from mentorship.programs.models import NeverPair
from mentorship.safety.models import AuditEvent
from tests import builders

PAGE_QUERIES = 6


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def add(client, program, mentee, mentor, **more):
    told = {"mentee": mentee.person.email, "mentor": mentor.person.email} | more
    return client.post(reverse("programs:apart", args=[program.slug]), told)


def test_an_admin_keeps_two_people_apart(as_ada, program, mina, omar, ada):
    page = add(as_ada, program, mina, omar, why="A family matter").wsgi_request

    pair = NeverPair.objects.get()
    assert (pair.mentee, pair.mentor, pair.why) == (
        mina.person,
        omar.person,
        "A family matter",
    )
    assert pair.made_by == page.user == ada
    assert AuditEvent.objects.get().verb == "kept apart"


def test_the_page_tells_who_and_why(as_ada, program, mina, omar):
    add(as_ada, program, mina, omar, why="A family matter")

    page = as_ada.get(reverse("programs:apart", args=[program.slug])).content.decode()

    assert "One pair is kept apart" in page
    assert "A family matter" in page


def test_they_may_be_brought_together_again(as_ada, program, mina, omar):
    add(as_ada, program, mina, omar)
    pair = NeverPair.objects.get()

    as_ada.post(reverse("programs:together", args=[program.slug, pair.pk]))

    assert not NeverPair.objects.exists()
    assert AuditEvent.objects.first().verb == "kept apart no more"


@pytest.mark.parametrize(
    ("mentee", "mentor", "sentence"),
    [
        ("nobody@example.org", "", "Nobody with this address takes part"),
        ("", "", "Please fill this in."),
    ],
)
def test_an_unknown_address_is_asked_again_and_kept(
    as_ada, program, omar, mentee, mentor, sentence
):
    told = {"mentee": mentee, "mentor": omar.person.email, "why": "Because"}
    page = as_ada.post(reverse("programs:apart", args=[program.slug]), told)

    words = page.content.decode()
    assert sentence in words
    assert omar.person.email in words
    assert 'value="Because"' in words
    assert not NeverPair.objects.exists()


def test_a_mentor_of_another_program_is_nobody_here(
    as_ada, program, other_program, mina
):
    elsewhere = builders.mentor(other_program, builders.person("Elsewhere"))

    assert "Nobody with this address" in (
        add(as_ada, program, mina, elsewhere).content.decode()
    )


def test_somebody_in_both_roles_is_not_kept_from_themselves(as_ada, program, mina):
    both = builders.mentor(program, mina.person)

    assert (
        "This is the same person" in add(as_ada, program, mina, both).content.decode()
    )


def test_a_pair_is_added_once(as_ada, program, mina, omar):
    add(as_ada, program, mina, omar)

    words = add(as_ada, program, mina, omar).content.decode()

    assert "These two are kept apart already." in words
    assert NeverPair.objects.count() == 1


@pytest.mark.parametrize("who", ["mina", "omar", "otto"])
def test_nobody_else_sees_or_changes_who_is_kept_apart(
    client, program, mina, omar, who, request
):
    other = request.getfixturevalue(who)
    client.force_login(getattr(other, "person", other))
    pair = NeverPair.objects.create(
        program=program, mentee=mina.person, mentor=omar.person
    )

    assert add(client, program, mina, omar).status_code == 404
    lift = reverse("programs:together", args=[program.slug, pair.pk])
    assert client.post(lift).status_code == 404
    assert NeverPair.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_one_pair_as_for_three(
    as_ada, program, mina, ada, rows, django_assert_num_queries
):
    for number in range(rows):
        mentor = builders.person(f"Mentor {number}")
        NeverPair.objects.create(
            program=program, mentee=mina.person, mentor=mentor, made_by=ada
        )

    with django_assert_num_queries(PAGE_QUERIES):
        as_ada.get(reverse("programs:apart", args=[program.slug]))
