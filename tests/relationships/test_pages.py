"""The pages of two people: seen by them and nobody else."""

import pytest
from django.urls import reverse

from mentorship.pitches import actions
from mentorship.relationships.models import Relationship
from mentorship.safety import actions as safety
from tests import builders


def text(response):
    return response.content.decode()


def url(name, relationship):
    return reverse(f"relationships:{name}", args=[relationship.pk])


@pytest.mark.parametrize(("who", "other"), [("mina", "omar"), ("omar", "mina")])
def test_both_see_each_other_the_goal_and_what_to_do_next(
    client, begun, who, other, request
):
    other = request.getfixturevalue(other).person
    client.force_login(request.getfixturevalue(who).person)

    page = text(client.get(url("detail", begun)))

    assert f"You and <bdi>{other.name}</bdi>" in page
    assert "Getting to know each other" in page
    assert begun.goal.title in page
    assert "Next: find half an hour" in page
    assert f"mailto:{other.email}" in page
    assert reverse("pitches:letter", args=[begun.pk]) in page
    assert other.name in text(client.get(reverse("relationships:list")))


@pytest.mark.parametrize("who", ["eve", "ivan", "ada", "otto"])
def test_nobody_else_sees_it_and_an_admin_of_the_program_neither(
    client, begun, who, request
):
    somebody = request.getfixturevalue(who)
    client.force_login(getattr(somebody, "person", somebody))

    assert client.get(url("detail", begun)).status_code == 404
    assert client.get(url("close", begun)).status_code == 404
    assert client.post(url("close", begun)).status_code == 404
    assert client.get(reverse("pitches:letter", args=[begun.pk])).status_code == 404
    assert "Omar" not in text(client.get(reverse("relationships:list")))
    assert Relationship.objects.going_on().exists()


def test_a_superuser_sees_no_more_than_anybody(admin_client, begun):
    assert admin_client.get(url("detail", begun)).status_code == 404


def test_the_letter_comes_as_a_piece_or_as_its_own_page(client, begun, mina):
    client.force_login(mina.person)
    letter = reverse("pitches:letter", args=[begun.pk])

    piece = client.get(letter, headers={"HX-Request": "true"})

    assert "How did you choose the one thing" in text(piece)
    assert "<html" not in text(piece)
    assert client.get(letter).status_code == 302


@pytest.mark.parametrize("who", ["mina", "omar"])
def test_either_side_ends_it_after_one_question_without_a_reason(
    client, begun, who, request
):
    client.force_login(request.getfixturevalue(who).person)
    assert "No reason is asked" in text(client.get(url("close", begun)))
    assert Relationship.objects.get().stage == "getting_to_know"

    first = client.post(url("close", begun))
    second = client.post(url("close", begun))

    assert first.url == second.url == url("detail", begun)
    assert Relationship.objects.get().stage == "closed"
    page = text(client.get(url("detail", begun)))
    assert "It leaves no mark on either of you" in page
    assert "mailto:" not in page


def test_after_a_block_neither_finds_the_page(client, begun, mina, omar):
    safety.block(mina.person, omar.person)

    for somebody in (mina, omar):
        client.force_login(somebody.person)
        assert client.get(url("detail", begun)).status_code == 404


def test_an_empty_list_says_why(client, mina):
    client.force_login(mina.person)

    assert "As soon as two people both said yes" in text(
        client.get(reverse("relationships:list"))
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_questions(
    client, mina, program, rows, django_assert_num_queries
):
    for number in range(rows):
        mentor = builders.mentor(program, builders.person(f"Mentor {number}"))
        draft = builders.pitch(builders.goal(mina, title=f"Goal {number}"), mentor)
        actions.accept(actions.send(draft, by=mina.person), by=mentor.person)
    client.force_login(mina.person)

    with django_assert_num_queries(5):
        page = text(client.get(reverse("relationships:list")))

    assert page.count('<span class="tag') == rows
