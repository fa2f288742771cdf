"""The search for skills: by name, by typing error, by what one says to a friend."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.vocabulary.data import name_key
from accounts.vocabulary.picking import Pick, from_keys, from_words
from accounts.vocabulary.search import MOST, _scores, find, named
from tests import builders

ODD = ["\x00", "\ud800", "%", "a" * 5000, "'; drop table", "\u202e", "((((", "９９"]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("finesse", "finesse"),
        ("Finese", "finesse"),
        ("Fingerspitzengefühl", "finesse"),
        ("public speeking", "public-speaking"),
        ("pyhton", "python"),
        ("negotation", "negotiation"),
        ("I can't say no", "saying-no"),
        ("I never get a word in", "speaking-up-in-meetings"),
        ("my voice shakes in front of people", "public-speaking"),
        ("how do I get promoted", "getting-promoted"),
    ],
)
def test_the_first_answer_is_what_was_meant(db, words, slug):
    assert find(words)[0].slug == slug


def test_an_answer_lists_at_most_eight(db):
    assert [len(find(words)) <= MOST for words in ("a", "ma", "work", "leading")] == [
        True
    ] * 4
    assert len(find("lead")) == MOST


@pytest.mark.parametrize("words", ["", " ", "qqqqzzzz", *ODD])
def test_what_nobody_means_finds_nothing_and_breaks_nothing(db, words):
    assert find(words) == find(words)
    assert named(words) is None


@given(st.text(max_size=60))
def test_every_text_can_be_scored(text):
    assert all(0 < score <= 200 for score in _scores(name_key(text) or "x").values())


@pytest.mark.parametrize("typed", ["finesse", "FINESSE", "fineesse", "light touch"])
def test_typed_names_become_concepts(db, typed):
    assert from_words(typed) == [Pick(builders.skill("finesse"))]


def test_own_words_stay_own_words(db):
    assert from_words("sourdough baking, finesse") == [
        Pick(words="sourdough baking"),
        Pick(builders.skill("finesse")),
    ]


def test_boxes_that_were_tampered_with_are_left_out(db):
    assert from_keys(["c:nowhere", "x:finesse", "w:", "c:finesse", "c:finesse"]) == [
        Pick(builders.skill("finesse"))
    ]


@pytest.fixture
def signed_in(client, db):
    client.force_login(builders.person("Mina Costa"))


def test_a_stranger_does_not_search(client, db):
    assert client.get(reverse("accounts:skill_search")).status_code == 302


def test_without_javascript_the_search_is_a_page(client, signed_in):
    page = client.get(reverse("accounts:skill_search"), {"q": "finesse"})

    assert "<title>" in page.content.decode()
    assert [pick.label for pick in page.context["found"]][0] == "Finesse"


def test_with_htmx_the_answer_is_boxes_and_keeps_what_is_ticked(client, signed_in):
    answer = client.get(
        reverse("accounts:skill_search"),
        {"field": "skills", "skills": ["c:python"], "skills_words": "sql, fines"},
        headers={"HX-Request": "true"},
    ).content.decode()

    assert "<title>" not in answer
    assert 'value="c:python" checked' in answer
    assert 'name="skills" value="c:finesse"' in answer


@pytest.mark.parametrize("words", ODD)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_odd_words_are_answered(client, signed_in, words, headers):
    query = {"q": words.encode("utf-8", "replace").decode(), "field": "\x00<b>"}

    answer = client.get(reverse("accounts:skill_search"), query, headers=headers)

    assert answer.status_code == 200
