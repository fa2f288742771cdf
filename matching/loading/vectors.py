"""Vectors that were computed before, read in Postgres' binary form."""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
import psycopg
from django.db import connection
from numpy.typing import NDArray

from matching import encoders
from matching.encoders import Encoder, text_key
from matching.engine.evident import quoted
from matching.engine.factors.two_looks import Offered
from matching.engine.text import arrays
from matching.engine.text.arrays import Background
from matching.engine.text.concepts import wordings
from matching.engine.text.passages import Reading
from matching.loading.read import Inputs
from matching.loading.texts import vocabulary
from matching.models import TextVector

Vectors = dict[str, NDArray[np.float16]]
_HEADER = 4  # two 16-bit words: the dimensions, and one unused


def without_vector(inputs: Inputs, encoder: Encoder) -> list[str]:
    """The texts that a run needs and that have no stored vector, in a fixed order."""
    read = [reading.texts for reading in inputs.goals + inputs.mentors]
    texts = {text for some in [*read, *inputs.hopes] for text in some}
    keys = {text_key(encoder, text): text for text in sorted(texts)}
    keys = _wordings(encoder.name) | keys
    stored = TextVector.objects.filter(key__in=keys)
    known = set(stored.values_list("key", flat=True))
    return [text for key, text in keys.items() if key not in known]


def vectors_of(
    readings: Iterable[Reading], encoder: Encoder, more: Iterable[str] = ()
) -> Vectors:
    """The stored vectors of all texts in some readings, and of some more."""
    texts = {text for reading in readings for text in reading.texts} | set(more)
    return stored_vectors([text_key(encoder, text) for text in sorted(texts)])


def stored_vectors(keys: Sequence[str]) -> Vectors:
    """The stored vectors of these keys; keys without one are left out."""
    connection.ensure_connection()
    # psycopg's own cursor: Django's binds on the client, which knows only text.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(
            "SELECT key, vector FROM matching_textvector WHERE key = ANY(%s)",
            [list(keys)],
            binary=True,
        )
        return {key: _unpack(packed) for key, packed in cursor}


def _unpack(packed: bytes) -> NDArray[np.float16]:
    return np.frombuffer(packed, dtype=">f2", offset=_HEADER).astype(np.float16)


@cache
def _wordings(encoder_name: str) -> dict[str, str]:
    """The vocabulary's texts by key. Reading thousands of them takes a second, and they
    are the same as long as the process lives."""
    encoder = encoders.get(encoder_name)
    return {text_key(encoder, text): text for text in wordings(vocabulary())}


@cache
def background(encoder_name: str) -> Background:
    """Vocabulary and encoder as the engine reads texts against; once per process.

    Wordings without a stored vector are encoded, which takes seconds: a run stores
    them first, and so does the refresh of a list.
    """
    encoder = encoders.get(encoder_name)
    keys = list(_wordings(encoder_name))
    return Background.build(vocabulary(), encoder, stored_vectors(keys))


def offered(readings: list[Reading], against: Background) -> Offered:
    """Mentors' texts with their stored vectors, ready to be looked at."""
    vectors = vectors_of(readings, against.encoder)
    texts = arrays.stack_mentors(readings, vectors, against)
    made = Offered(texts, against.encoder, against.space)
    made.may_quote = quoted(readings, texts)
    return made
