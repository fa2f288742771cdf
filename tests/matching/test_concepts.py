"""Concepts to confirm: proposed from a goal's words, kept only if its mentee says so."""

import pytest
from django.urls import reverse

from mentorship.goals.models import Goal
from tests import builders


@pytest.fixture(autouse=True)
def quick_encoder(settings):
    settings.BELAY_ENCODER = "lexical"


@pytest.fixture
def speaking(mina):
    return builders.goal(
        mina,
        "Stop freezing when I talk in front of a big audience",
        guidance="My voice shakes when everyone looks at me.",
    )


@pytest.fixture
def as_mina(client, mina):
    client.force_login(mina.person)
    return client


def address(goal):
    return reverse("matching:concepts", args=[goal.pk])


def asked(client, goal):
    return client.get(address(goal)).context["asked"]


def slugs(proposals):
    return [one.pick.skill.slug for one in proposals]


def labels(goal):
    return [row.label for row in goal.wanted.select_related("skill")]


def test_three_to_five_concepts_are_proposed_and_none_is_ticked(as_mina, speaking):
    page = as_mina.get(address(speaking))

    proposed = page.context["asked"].concepts
    assert 3 <= len(proposed) <= 5
    assert "public-speaking" in slugs(proposed)
    assert not any(one.said for one in proposed)
    assert " checked" not in page.content.decode()


def test_only_what_was_clearly_said_is_ticked_already(as_mina, mina):
    goal = builders.goal(mina, "Get better at public speaking")

    said = [one.pick.label for one in asked(as_mina, goal).concepts if one.said]

    assert said == ["Public speaking"]


def test_what_is_confirmed_is_kept_beside_own_words(as_mina, speaking):
    response = as_mina.post(
        address(speaking),
        {"skills": ["c:public-speaking"], "skills_words": "finesse, toasts"},
    )

    assert response.url == reverse("goals:question", args=[speaking.pk, "support"])
    assert labels(speaking) == ["Public speaking", "Finesse", "toasts"]
    assert "concepts" in Goal.objects.get().told()


def test_what_was_not_picked_stays_away_in_this_session_only(as_mina, client, speaking):
    first = slugs(asked(as_mina, speaking).concepts)
    response = as_mina.post(address(speaking), {"skills": first[0], "others": "1"})
    then = asked(as_mina, speaking)
    client.force_login(speaking.mentee.person)  # another day
    client.session.flush()
    client.force_login(speaking.mentee.person)

    assert response.url == address(speaking)
    assert not set(first) & set(slugs(then.concepts + then.phrases))
    assert set(first) & set(slugs(asked(client, speaking).concepts))


def test_everyday_phrases_help_whoever_does_not_know_how_to_say_it(as_mina, speaking):
    """R90: a phrase stands for its concept."""
    page = as_mina.get(address(speaking))
    phrase = page.context["asked"].phrases[0]

    as_mina.post(address(speaking), {"skills": phrase.pick.key})

    assert "I do not know how to say it" in page.content.decode()
    assert phrase.phrase != phrase.pick.label
    assert labels(speaking) == [phrase.pick.label]


def test_of_a_goal_that_says_nothing_yet_nothing_is_guessed(as_mina, mina):
    goal = builders.goal(mina, guidance="", state="draft")
    Goal.objects.filter(pk=goal.pk).update(answered=["purpose"])

    page = as_mina.get(address(goal))

    assert page.context["asked"].concepts == []
    assert "Say it in your own words" in page.content.decode()


def test_unticking_removes_a_skill(as_mina, mina):
    goal = builders.goal(mina, skills=["finesse", "python"])

    as_mina.post(address(goal), {"skills": ["c:finesse"]})

    assert labels(goal) == ["Finesse"]


def test_more_than_eight_skills_are_too_many(as_mina, goal):
    words = ",".join(f"word {n}" for n in range(9))

    response = as_mina.post(address(goal), {"skills_words": words})

    assert "Keep the ones that matter most." in response.content.decode()


def test_finesse_is_a_goal_like_any_other(as_mina, mina):
    """R86: soft skills stand in the same vocabulary."""
    goal = builders.goal(mina, "Finesse")

    assert "finesse" in [
        one.pick.skill.slug for one in asked(as_mina, goal).concepts if one.said
    ]


def test_a_closed_goal_stays_as_it_is(as_mina, mina):
    goal = builders.goal(mina, state="closed")

    response = as_mina.post(address(goal), {"skills": ["c:finesse"]})

    assert response.url == reverse("goals:detail", args=[goal.pk])
    assert labels(goal) == []


@pytest.mark.parametrize("who", ["eve", "omar", "ada"])
def test_nobody_else_sees_it(client, speaking, who, request):
    other = request.getfixturevalue(who)
    client.force_login(getattr(other, "person", other))

    assert client.get(address(speaking)).status_code == 404
