"""Encoders: one vector per text whatever the company, and sums that are exact."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.encoders import (
    GRID_COSINE,
    UnknownEncoder,
    encode_missing,
    get,
    text_key,
    to_grid,
    vectors_of,
)
from matching.encoders.damping import damp, learn_directions
from matching.encoders.grid import STEPS, Vectors, from_steps, on_grid
from matching.encoders.sentence import SentenceEncoder

TEXTS = [
    "Delegation",
    "",
    "I never dare to say no when my manager asks.",
    "Ich lerne, Aufgaben abzugeben.",
    "Wound care, night shifts and a stubborn printer. " * 12,
    "naïve café ☕",
    *(f"Passage number {n} about gardens and trains" for n in range(30)),
]
rows = arrays(
    np.float64, st.tuples(st.integers(1, 4), st.just(512)), elements=st.floats(-1, 1)
)


@pytest.fixture(scope="module", params=["packed", "one at a time"])
def encoder(request):
    if request.param == "packed":
        return get()
    return one_at_a_time()


def one_at_a_time():
    """The encoder as it works where the BLAS treats the rows of a product unlike."""
    made = SentenceEncoder()
    made._model = get()._model
    made._rows_are_alike = False
    return made


def test_importing_engine_and_encoders_loads_no_django():
    code = (
        "import sys, pkgutil, importlib, matching.engine, matching.encoders\n"
        "for top in (matching.engine, matching.encoders):\n"
        "    for m in pkgutil.walk_packages(top.__path__, top.__name__ + '.'):\n"
        "        importlib.import_module(m.name)\n"
        "print(sorted({n.split('.')[0] for n in sys.modules} & {'django', 'celery'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout == "[]\n"


def test_there_is_one_encoder_of_a_name():
    assert get("sentence") is get("sentence")


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownEncoder, match="Choose one of: lexical, sentence."):
        get("oracle")


@pytest.mark.parametrize("name", ["sentence", "lexical"])
def test_vectors_have_length_one(name):
    vectors = get(name).encode(["Delegation", "Ward manager"])

    assert vectors.shape == (2, get(name).dim)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("name", ["sentence", "lexical"])
def test_no_texts_give_no_vectors(name):
    assert vectors_of(get(name), []).shape == (0, 512)


def test_a_text_has_the_same_vector_alone_and_in_any_company(encoder):
    together = encoder.encode(TEXTS)

    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(TEXTS))
        shuffled = encoder.encode([TEXTS[place] for place in order])
        np.testing.assert_array_equal(shuffled, together[order])
    for place in range(8):
        np.testing.assert_array_equal(
            encoder.encode([TEXTS[place]])[0], together[place]
        )


def test_packing_changes_a_vector_only_in_the_last_digits():
    np.testing.assert_allclose(
        get().encode(TEXTS), one_at_a_time().encode(TEXTS), atol=1e-3
    )


def test_meaning_counts_across_languages():
    english, german, other = vectors_of(
        get(), ["handing over tasks", "Aufgaben abgeben", "growing tomatoes"]
    ).astype(np.float32)

    assert english @ german > english @ other + 0.3


def test_the_lexical_encoder_sees_spelling():
    one, two, other = get("lexical").encode(["negotiating", "negotiation", "welding"])

    assert one @ two > 0.4 > one @ other


def test_a_text_without_letters_has_no_lexical_vector():
    assert not get("lexical").encode(["…!"]).any()


@given(rows)
def test_stored_vectors_survive_half_precision(vectors):
    stored = to_grid(vectors)

    assert stored.dtype == np.float16
    assert on_grid(stored.astype(np.float32))


@given(rows, rows, st.integers(0, 2**32 - 1))
def test_dot_products_are_exact_in_any_order(left, right, seed):
    a, b = to_grid(left).astype(np.float32), to_grid(right).astype(np.float32)
    whole = (a.astype(object) * STEPS) @ (b.T.astype(object) * STEPS)
    order = np.random.default_rng(seed).permutation(512)

    exact = whole.astype(np.float64) / STEPS**2

    np.testing.assert_array_equal(a @ b.T, exact)
    np.testing.assert_array_equal(a[:, order] @ b[:, order].T, exact)
    np.testing.assert_array_equal(
        np.stack([np.float32((x * b).cumsum(axis=1)[:, -1]) for x in a]), exact
    )


def test_the_grid_keeps_cosines():
    draw = np.random.default_rng(1)
    vectors = draw.standard_normal((20, 512))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    stored = to_grid(vectors).astype(np.float32)

    np.testing.assert_allclose(
        stored @ stored.T * GRID_COSINE, vectors @ vectors.T, atol=4e-4
    )


def test_zeros_stay_zeros_on_the_grid():
    assert not to_grid(np.zeros((1, 512))).any()


def test_longer_vectors_are_refused():
    with pytest.raises(ValueError, match="at most 512 numbers"):
        to_grid(np.ones((1, 513)))


def test_numbers_between_the_steps_are_not_on_the_grid():
    assert not on_grid(np.array([[0.5, 1 / 3]]))
    assert not on_grid(np.array([[1.0, 1.0]]))


def test_damping_takes_a_direction_away_and_keeps_the_rest():
    direction = np.zeros((1, 512))
    direction[0, 0] = 1
    vector = np.zeros((1, 512), dtype=np.float32)
    vector[0, :2] = [0.8, 0.6]

    damped = damp(vector, direction)

    assert damped[0, :3].round(3).tolist() == [0, 1, 0]


def test_what_differs_inside_concepts_is_learnt_as_the_first_direction():
    draw = np.random.default_rng(2)
    concept = np.repeat(np.arange(30), 4)
    vectors = draw.standard_normal((30, 512))[concept] * 0.1
    vectors[:, 7] += np.tile([-1.0, 1.0], 60)  # tag or sentence, whatever is meant

    learnt = learn_directions(vectors.astype(np.float32), concept)

    assert np.abs(learnt[0]).argmax() == 7
    assert abs(learnt[0, 7]) > 0.8 * STEPS


def test_a_key_names_encoder_version_and_text():
    sentence, lexical = get("sentence"), get("lexical")
    keys = {
        text_key(sentence, "a"),
        text_key(sentence, "b"),
        text_key(lexical, "a"),
        text_key(sentence, "a"),
    }

    assert len(keys) == 3
    assert {len(key) for key in keys} == {64}


def test_only_missing_texts_are_encoded():
    lexical = get("lexical")
    known = {text_key(lexical, "tact"): None}

    new = encode_missing(lexical, ["tact", "chess", "chess"], known)

    assert list(new) == [text_key(lexical, "chess")]
    np.testing.assert_array_equal(
        new[text_key(lexical, "chess")], vectors_of(lexical, ["chess"])[0]
    )


said = st.lists(st.sampled_from(["", "bees", "ships", "Tact and nerve"]), max_size=9)


@given(said)
def test_equal_vectors_are_kept_once_and_come_back_as_they_were(texts):
    distinct = list(dict.fromkeys(texts))
    rows = np.random.default_rng(3).normal(size=(4, 64))
    each = to_grid(rows)[: len(distinct)].astype(np.float32)
    place = np.array([distinct.index(text) for text in texts], int)

    kept = Vectors.of(each, place)

    assert len(kept) == len(texts)
    assert kept.steps.dtype == np.int16
    assert np.array_equal(kept[:], each[place])
    for some in (slice(0, 2), slice(1, 5)):
        assert np.array_equal(from_steps(kept.cut(some)), each[place][some])


def test_consecutive_vectors_are_cut_out_without_a_copy():
    kept = Vectors.of(to_grid(np.eye(6)))

    assert np.shares_memory(kept.cut(slice(2, 5)), kept.steps)


def test_a_vector_off_the_grid_is_refused():
    with pytest.raises(ValueError, match="not on its grid"):
        Vectors.of(np.array([[0.3, 0.3]]))


def test_of_very_many_vectors_the_last_are_kept_and_checked_too():
    many = to_grid(np.random.default_rng(4).normal(size=(9_000, 3)))

    assert np.array_equal(Vectors.of(many)[:], many)

    many[-1] = 1  # longer than 1
    with pytest.raises(ValueError, match="not on its grid"):
        Vectors.of(many)
