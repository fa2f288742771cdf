"""Mentors' texts are prepared once per machine, and never served as they were before."""

import numpy as np
import pytest

from matching import encoders, loading, publishing
from matching.encoders import encode_missing
from matching.engine.factors.two_looks import Offered
from matching.engine.text.passages import MentorText, read_mentor
from matching.loading import vectors
from matching.loading.texts import vocabulary

TOPICS = ["Speaking up in meetings", "Sourdough bread", "Writing a budget"]


def readings(*topics):
    texts = [MentorText("Helper", ["Python"], [topic]) for topic in topics]
    return [read_mentor(text, vocabulary()) for text in texts]


@pytest.fixture
def against():
    return loading.background("lexical")


@pytest.fixture
def offered(db, against, tmp_path, monkeypatch):
    """As a worker reads mentors, in a folder of its own, however few they are."""
    monkeypatch.setattr(vectors, "_WORTH_SHARING", 0)
    monkeypatch.setattr(vectors, "shared_folder", lambda: tmp_path / "shared")
    monkeypatch.setattr(vectors, "_ready", {})

    def read(*topics):
        read = readings(*topics)
        texts = [text for reading in read for text in reading.texts]
        publishing.write_vectors(encode_missing(encoders.get("lexical"), texts))
        return loading.offered(read, against)

    return read


def same(one: Offered, other: Offered):
    mine, theirs = one.to_arrays(), other.to_arrays()
    return mine.keys() == theirs.keys() and all(
        np.array_equal(mine[name], theirs[name]) for name in mine
    )


def test_the_second_time_they_are_ready(offered, against, django_assert_num_queries):
    first = offered(*TOPICS)

    with django_assert_num_queries(0):
        again = loading.offered(readings(*TOPICS), against)

    assert again is first


def test_another_process_maps_them(offered, monkeypatch, against):
    first = offered(*TOPICS)
    monkeypatch.setattr(vectors, "_ready", {})  # as a worker that has just begun

    again = loading.offered(readings(*TOPICS), against)

    assert again is not first
    assert isinstance(again.texts.documents.steps, np.memmap)
    assert same(again, first)


@pytest.mark.parametrize(
    "changed",
    [
        ("Speaking up at home", *TOPICS[1:]),
        TOPICS[:2],
        TOPICS[::-1],
        [*TOPICS, "Chess"],
    ],
    ids=["rewritten", "gone", "in another order", "joined"],
)
def test_whatever_changes_is_read_anew(offered, changed, against):
    offered(*TOPICS)

    found = offered(*changed)

    encoder = against.encoder
    fresh = vectors.arrays.stack_mentors(
        readings(*changed), vectors.vectors_of(readings(*changed), encoder), against
    )
    made = Offered(fresh, encoder, against.space)
    made.may_quote = vectors.quoted(readings(*changed), fresh)
    assert same(found, made)


def test_a_full_disk_keeps_nobody_from_a_list(offered, tmp_path, caplog):
    (tmp_path / "shared").write_text("not a folder")

    found = offered(*TOPICS)

    assert len(found.texts.documents) == 3
    assert "mentors_not_shared" in caplog.text
