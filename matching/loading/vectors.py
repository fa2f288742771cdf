"""Vectors that were computed before, read in Postgres' binary form."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import psycopg
from django.db import connection
from numpy.typing import NDArray

from matching import encoders
from matching.encoders import Encoder, text_key
from matching.engine.factors.two_looks import Offered
from matching.engine.mapped import Mapped
from matching.engine.text import arrays
from matching.engine.text.arrays import Background
from matching.engine.text.concepts import wordings
from matching.engine.text.passages import Reading
from matching.engine.text.quoting import quoted
from matching.loading.read import Inputs
from matching.loading.texts import vocabulary
from matching.models import TextVector

log = logging.getLogger(__name__)

Vectors = dict[str, NDArray[np.float16]]
_ready: dict[str, Offered] = {}
_said: set[type[OSError]] = set()
_MOST_READY = 2  # programs of this process; a set that nobody holds any more is freed
_WORTH_SHARING = 200  # mentors; fewer are prepared in no time
_FORM = 1  # of the stored arrays: another number makes every name another
_HEADER = 4  # two 16-bit words: the dimensions, and one unused


def without_vector(inputs: Inputs, encoder: Encoder) -> list[str]:
    """The texts that a run needs and that have no stored vector, in a fixed order."""
    read = [reading.texts for reading in inputs.goals + inputs.mentors]
    texts = {text for some in [*read, *inputs.hopes] for text in some}
    return _without_vector(_wordings(encoder.name) | _by_key(texts, encoder))


def unknown_texts(
    readings: list[Reading], hopes: list[list[str]], encoder: Encoder
) -> list[str]:
    """The same of some people; the vocabulary's texts until they have their vectors."""
    read = [reading.texts for reading in readings]
    keys = _by_key({text for some in [*read, *hopes] for text in some}, encoder)
    if not is_prepared(encoder.name):
        keys = _wordings(encoder.name) | keys
    return _without_vector(keys)


def _by_key(texts: Iterable[str], encoder: Encoder) -> dict[str, str]:
    return {text_key(encoder, text): text for text in sorted(texts)}


def _without_vector(keys: dict[str, str]) -> list[str]:
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


_prepared: set[str] = set()


def is_prepared(encoder_name: str) -> bool:
    """Whether all wordings of the vocabulary have a stored vector, so that reading
    against them takes no encoding: true from a program's first run on."""
    if encoder_name not in _prepared:
        keys = list(_wordings(encoder_name))
        if TextVector.objects.filter(key__in=keys).count() < len(keys):
            return False
        _prepared.add(encoder_name)
    return True


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
    """Mentors' texts with their stored vectors, ready to be looked at.

    Read from the database and prepared once on a machine: its processes map the same
    arrays, named by every text and by what texts are read against. So nobody ever gets
    what was true before: other texts have another name.
    """
    return offered_and_name(readings, against)[0]


def offered_and_name(
    readings: list[Reading], against: Background
) -> tuple[Offered, str]:
    name = _name_of(readings, against)
    ready = _ready.get(name)
    if ready is None:
        for old in list(_ready)[: 1 - _MOST_READY]:  # other threads do the same
            _ready.pop(old, None)
        ready = _ready[name] = _mapped(name, readings, against)
    return ready, name


def offered_called(name: str, against: Background) -> Offered | None:
    """What ``offered`` has prepared under a name, if it is still there."""
    ready = _ready.get(name)
    if ready is not None:
        return ready
    known = Mapped(shared_folder()).get(name)
    if known is None:
        return None
    return Offered.from_arrays(known, against.encoder, against.space)


def _mapped(name: str, readings: list[Reading], against: Background) -> Offered:
    shared = Mapped(shared_folder())
    known = shared.get(name)
    if known is not None:
        return Offered.from_arrays(known, against.encoder, against.space)
    vectors = vectors_of(readings, against.encoder)
    texts = arrays.stack_mentors(readings, vectors, against)
    may_quote = quoted(readings, texts)
    made = Offered(texts, against.encoder, against.space, may_quote)
    if len(readings) < _WORTH_SHARING:
        return made
    try:
        shared.put(name, made.to_arrays())
    except OSError as error:  # a full disk must not keep anybody from a list
        say_once_not_shared(error)
        return made
    known = shared.get(name)
    return (
        made
        if known is None
        else Offered.from_arrays(known, against.encoder, against.space)
    )


def say_once_not_shared(error: OSError) -> None:
    """Every list goes on as it should, only slower: one line in the log will do."""
    if type(error) not in _said:
        _said.add(type(error))
        log.warning("mentors_not_shared error=%s", type(error).__name__)


def shared_folder() -> Path:
    """Where the processes of this machine share prepared mentors of this database."""
    own = connection.settings_dict
    here = f"{own['HOST']}:{own['PORT']}/{own['NAME']}"
    tag = hashlib.sha256(here.encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"belay-{os.getuid()}" / tag


def _name_of(readings: list[Reading], against: Background) -> str:
    encoder, wordings_ = against.encoder, "\0".join(_wordings(against.encoder.name))
    made_from = f"{_FORM}\0{encoder.name}\0{encoder.version}\0{wordings_}\0"
    told = hashlib.sha256(made_from.encode())
    for reading in readings:
        told.update(repr((reading.document, reading.passages)).encode())
    return told.hexdigest()
