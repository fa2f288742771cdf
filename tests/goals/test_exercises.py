"""Exercises that write into the three lists, and the look at who sees what."""

import pytest
from django.urls import reverse

from mentorship.goals.assessing import EXERCISES, LISTS, MOST_LINES
from mentorship.goals.models import AssessmentItem, Goal
from tests import builders

KEYS = [exercise.key for exercise in EXERCISES]


@pytest.fixture
def as_mina(client, mina):
    client.force_login(mina.person)
    return client


@pytest.fixture
def blank(mina):
    """A goal that was not assessed yet."""
    return builders.goal(mina, growth=[])


def address(goal, key):
    return reverse("goals:exercise", args=[goal.pk, key])


def do(client, goal, key, lines, visibility="asked", **more):
    told = {"lines": lines, "visibility": visibility, **more}
    return client.post(address(goal, key), told)


def items(goal):
    columns = ("kind", "text", "exercise", "visibility")
    return list(goal.assessment.order_by("pk").values_list(*columns))


def test_each_list_has_two_or_three_exercises():
    kinds = [exercise.form.kind for exercise in EXERCISES]

    assert {kind: kinds.count(kind) for kind in LISTS} == {
        "growth": 3,
        "strength": 2,
        "challenge": 2,
    }


def test_each_line_of_an_exercise_becomes_a_line_of_its_list(as_mina, blank):
    """R49: an exercise writes into the data."""
    do(as_mina, blank, "went-wrong", "- finding the first words\n\n* staying calm ")
    do(as_mina, blank, "perfect", "nobody asks the nurses", "me")

    assert items(blank) == [
        ("growth", "finding the first words", "went-wrong", "asked"),
        ("growth", "staying calm", "went-wrong", "asked"),
        ("challenge", "nobody asks the nurses", "perfect", "me"),
    ]


def test_an_exercise_makes_a_goal_complete(as_mina, blank):
    """R5: without a growth area nobody is suggested, and the goal says so."""
    page = as_mina.get(reverse("goals:detail", args=[blank.pk])).content.decode()
    before = Goal.objects.matchable().exists()
    do(as_mina, blank, "one-thing", "say one sentence in each meeting")

    assert "Name at least one growth area." in page
    assert (before, Goal.objects.matchable().exists()) == (False, True)


def test_exercises_follow_one_another_to_the_lists(as_mina, blank):
    led = [do(as_mina, blank, key, "").url for key in KEYS]

    after_the_last = reverse("goals:assessment", args=[blank.pk])
    assert led == [*(address(blank, key) for key in KEYS[1:]), after_the_last]
    assert items(blank) == []


def test_the_exercises_go_on_where_one_left(as_mina, blank):
    do(as_mina, blank, "went-wrong", "staying calm", then="later")

    response = as_mina.get(reverse("goals:exercises", args=[blank.pk]))

    assert response.url == address(blank, "one-thing")


def test_what_was_written_before_is_shown_and_not_written_twice(as_mina, blank):
    for _ in range(2):
        do(as_mina, blank, "went-wrong", "staying calm\nStaying calm")

    assert items(blank) == [("growth", "staying calm", "went-wrong", "asked")]
    assert "staying calm" in as_mina.get(address(blank, "went-wrong")).content.decode()


@pytest.mark.parametrize(
    ("lines", "visibility"),
    [
        ("x" * 301, "asked"),
        ("\n".join("abcdefgh"[: MOST_LINES + 1]), "asked"),
        ("x" * 99_999, "asked"),
        ("staying calm", "everybody"),
        ("staying calm", "\x00"),
    ],
)
def test_odd_answers_are_asked_again(as_mina, blank, lines, visibility):
    response = do(as_mina, blank, "went-wrong", lines, visibility)

    assert "<title>Error:" in response.content.decode()
    assert items(blank) == []


def test_there_is_no_exercise_of_another_name(as_mina, blank):
    assert as_mina.get(address(blank, "nothing")).status_code == 404


@pytest.mark.parametrize("who", ["eve", "omar", "ada"])
def test_nobody_else_does_my_exercises(client, blank, who, request):
    other = request.getfixturevalue(who)
    client.force_login(getattr(other, "person", other))

    assert client.get(address(blank, "perfect")).status_code == 404
    assert do(client, blank, "perfect", "something").status_code == 404


def test_the_preview_tells_what_each_sees(as_mina, blank):
    """R6."""
    for visibility in AssessmentItem.Visibility.values:
        text = f"seen-by-{visibility}"
        blank.assessment.create(kind="growth", text=text, visibility=visibility)

    page = as_mina.get(reverse("goals:preview", args=[blank.pk]))

    told = page.context
    mine = {item.text for _heading, items in told["lists"] for item in items}
    asked, mentor = (
        {item.text for item in told[who]["shared"]} for who in ("asked", "mentor")
    )
    assert (mine, asked, mentor) == (
        {"seen-by-me", "seen-by-asked", "seen-by-mentor"},
        {"seen-by-asked"},
        {"seen-by-asked", "seen-by-mentor"},
    )
    assert page.content.decode().count("seen-by-me<") == 1


@pytest.mark.parametrize("page", ["assessment", "preview", "detail"])
@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_often_for_three_lines_as_for_one(
    as_mina, mina, page, rows, django_assert_num_queries
):
    goal = builders.goal(mina, growth=[f"line {n}" for n in range(rows)])
    as_mina.get(reverse(f"goals:{page}", args=[goal.pk]))

    with django_assert_num_queries(QUERIES[page]):
        as_mina.get(reverse(f"goals:{page}", args=[goal.pk]))


QUERIES = {"assessment": 5, "preview": 9, "detail": 6}
