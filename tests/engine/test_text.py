"""Texts made ready: vocabulary, passages, shared words, concepts behind a sentence."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.encoders import encode_missing, get, vectors_of
from matching.engine.text.concepts import ConceptSpace, suggest_concepts, wordings
from matching.engine.text.lexical import Rarity, goal_terms, mentor_terms, terms
from matching.engine.text.passages import (
    MOST_SENTENCES,
    MOST_SKILLS,
    GoalText,
    MentorText,
    read_goal,
    read_mentor,
    split_tags,
)
from matching.engine.text.vocabulary import Concept, Vocabulary

WORDS = Vocabulary(
    (
        Concept(
            "boundaries",
            "Setting boundaries",
            ("saying no", "Grenzen setzen"),
            ("my evenings belong to everybody but me",),
        ),
        Concept(
            "beekeeping", "Beekeeping", ("apiculture",), ("I want hives in the garden",)
        ),
        Concept("sql", "SQL and databases", ("databases",), ("joins confuse me",)),
    )
)


@pytest.fixture(scope="module")
def space():
    return ConceptSpace.build(WORDS, get())


@pytest.mark.parametrize(
    ("tag", "slug"),
    [
        ("Setting boundaries", "boundaries"),
        ("setting-boundaries", "boundaries"),
        ("SAYING NO", "boundaries"),
        ("grenzen setzen", "boundaries"),
        ("beekeping", "beekeeping"),
        ("databses", "sql"),
        ("chess", None),
        ("", None),
    ],
)
def test_a_tag_names_a_concept_by_label_alias_or_typing_error(tag, slug):
    assert WORDS.slug_of(tag) == slug


def test_a_misspelt_tag_is_written_as_the_vocabulary_writes_it():
    assert WORDS.correct("beekeping") == "Beekeeping"
    assert WORDS.correct("apiculturr") == "apiculture"
    assert WORDS.correct("  glass blowing ") == "glass blowing"


def test_short_tags_are_never_corrected():
    tiny = Vocabulary((Concept("jira", "Jira"),))

    assert tiny.correct("Java") == "Java"


def test_a_name_shared_by_two_concepts_belongs_to_the_first():
    twice = Vocabulary((Concept("a", "Tact"), Concept("b", "Finesse", ("tact",))))

    assert twice.slug_of("tact") == "a"


def test_a_vocabulary_is_read_from_a_file(tmp_path):
    path = tmp_path / "skills.json"
    path.write_text(json.dumps([{"slug": "tact", "label": "Tact", "kind": "soft"}]))

    assert Vocabulary.load(path) == Vocabulary((Concept("tact", "Tact"),))


def test_a_mentor_is_read_as_skills_title_topics_and_sentences():
    reading = read_mentor(
        MentorText(
            title="Beekeeper",
            skills=["beekeping", "patience"],
            topics=["Wintering hives, selling honey. Swarms"],
            stories=["I lost three hives. Then Anna learned!"],
            name="Anna Berg",
        ),
        WORDS,
    )

    assert [(p.kind, p.original, p.text) for p in reading.passages] == [
        ("skill", "beekeping", "Beekeeping"),
        ("skill", "patience", "Patience"),
        ("title", "Beekeeper", "Beekeeper"),
        ("topic", "Wintering hives", "Wintering hives"),
        ("topic", "selling honey.", "Selling honey."),
        ("topic", "Swarms", "Swarms"),
        ("story", "I lost three hives.", "I lost three hives."),
        ("story", "Then Anna learned!", "Then someone learned!"),
    ]
    assert [p.concept for p in reading.passages[:2]] == [1, None]
    assert reading.document == (
        "Beekeeper. Beekeeping, Patience. Wintering hives, selling honey. Swarms. "
        "I lost three hives. Then someone learned!"
    )


def test_a_goal_is_read_as_sentence_growth_areas_and_wanted_skills():
    reading = read_goal(
        GoalText("I want a quiet evening.", ["saying no"], ["databses", "Databases"]),
        WORDS,
    )

    assert [(p.kind, p.text, p.weight, p.concept) for p in reading.passages] == [
        ("sentence", "I want a quiet evening.", 2, None),
        ("growth", "Saying no", 1, 0),
        ("skill", "Databases", 1, 2),
    ]
    assert reading.document == "I want a quiet evening. Saying no. Databases."


def test_a_long_list_of_skills_counts_only_its_beginning():
    skills = [f"craft {letter * 6}" for letter in "abcdefghijklm"]

    reading = read_mentor(MentorText(skills=skills), WORDS)

    assert [p.original for p in reading.passages] == skills[:MOST_SKILLS]


def test_a_novel_counts_only_its_beginning():
    story = " ".join(f"Sentence number {n} ends." for n in range(90))

    assert len(read_mentor(MentorText(stories=[story]), WORDS).passages) == (
        MOST_SENTENCES
    )


def test_nobody_who_wrote_nothing_has_passages():
    silent = read_mentor(MentorText(" ", [""], ["…"], ["\n"]), WORDS)

    assert (silent.document, silent.passages, silent.texts) == ("", (), ())
    assert read_goal(GoalText("", [" "], []), WORDS).texts == ()


def test_tags_are_split_at_commas_semicolons_and_lines():
    assert split_tags("tact; chess,\n sewing ;; ") == ["tact", "chess", "sewing"]


@given(st.text(max_size=200), st.text(max_size=200))
def test_every_passage_quotes_what_was_written(topics, story):
    reading = read_mentor(MentorText(topics=[topics], stories=[story]), Vocabulary())
    written = "".join((topics + story).split())

    for passage in reading.passages:
        letters = "".join(c for c in passage.original if c.isascii() and c.isalnum())
        assert set(letters) <= set(written)
        assert passage.text


def test_terms_are_stems_without_accents_and_stop_words():
    assert terms("The negotiations about a Café, C++ and C#") == [
        "negoti",
        "cafe",
        "c++",
        "c#",
    ]


def test_a_word_of_every_concept_says_nothing_and_an_unseen_one_most():
    busy = Vocabulary(
        tuple(Concept(str(n), f"people {n}", phrases=("team",)) for n in range(80))
    )
    rarity = Rarity.over(busy)

    assert rarity.of("peopl") == 0
    assert rarity.of("falconri") > 1


def test_shared_words_do_not_depend_on_other_mentors():
    rarity = Rarity.over(WORDS)
    texts = ["falconry and hawks", "falconry", "hives of bees, falconry, hawks"]
    goal = goal_terms(["I love falconry and hawks"])

    together = (goal @ mentor_terms(texts, rarity).T).toarray()[0]
    alone = [(goal @ mentor_terms([t], rarity).T).toarray()[0, 0] for t in texts]

    assert together.tolist() == alone
    assert together[0] > together[1] > 0


def test_a_sentence_without_our_words_suggests_its_concept_first(space):
    found = suggest_concepts(
        "My colleagues take all my evenings from me.", space, get()
    )

    assert found[0].slug == "boundaries"
    assert found[0].label == "Setting boundaries"


def test_other_languages_suggest_the_same_concept(space):
    found = suggest_concepts("Ich möchte Bienen halten.", space, get(), most=1)

    assert [each.slug for each in found] == ["beekeeping"]


def test_nothing_is_suggested_for_nothing(space):
    assert suggest_concepts("  ", space, get()) == []


def test_at_most_so_many_concepts_are_suggested_the_likeliest_first(space):
    found = suggest_concepts("saying no to databases", space, get(), most=2)

    assert {each.slug for each in found} == {"boundaries", "sql"}
    assert found[0].likeness >= found[1].likeness


def test_a_concept_space_takes_stored_vectors_and_encodes_the_rest(space):
    texts = wordings(WORDS)
    stored = encode_missing(get(), texts[:4])

    again = ConceptSpace.build(WORDS, get(), stored)

    assert len(texts) == 10
    np.testing.assert_array_equal(again.centres, space.centres)


def test_a_stored_vector_is_not_encoded_again():
    stored = {key: -v for key, v in encode_missing(get(), wordings(WORDS)).items()}

    turned = ConceptSpace.build(WORDS, get(), stored)

    np.testing.assert_array_equal(
        turned.centres, -ConceptSpace.build(WORDS, get()).centres
    )


def test_a_goal_implies_the_concepts_behind_its_texts(space):
    said = vectors_of(get(), ["Bienen züchten", "I always agree to extra work"])
    rows = np.concatenate([said, np.zeros((1, 512))]).astype(np.float32)

    implied, _usual = space.implied_and_usual(rows, np.array([0, 1, 2]))

    assert space.likeness(implied).argmax(axis=1)[:2].tolist() == [1, 0]
    assert not implied[2].any()


def test_an_empty_vocabulary_implies_nothing():
    empty = ConceptSpace.build(Vocabulary(), get())
    vectors = np.zeros((2, 512), dtype=np.float32)

    assert empty.likeness(vectors).shape == (2, 0)
    assert not any(
        found.any() for found in empty.implied_and_usual(vectors, np.array([0, 1]))
    )
