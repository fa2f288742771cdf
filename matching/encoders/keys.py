"""Keys and rows of the vector cache: which text, by which encoder, gave which vector."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.encoders.base import Encoder
from matching.encoders.grid import to_grid


def text_key(encoder: Encoder, text: str) -> str:
    """Name a vector: sha256 (64 hex digits) of the encoder, its version and the text.

    ``text`` is what is encoded, that is, after ``neutralise``.
    """
    parts = (encoder.name, encoder.version, text)
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()


def vectors_of(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float16]:
    """Encode texts as they are stored: float16 (n, dim), on the grid."""
    if not texts:
        return np.zeros((0, encoder.dim), dtype=np.float16)
    return to_grid(encoder.encode(texts))


def encode_missing(
    encoder: Encoder, texts: Iterable[str], known: Mapping[str, object] = {}
) -> dict[str, NDArray[np.float16]]:
    """Encode each text whose key is not in ``known``; give key → vector of those."""
    wanted = {text_key(encoder, text): text for text in texts}
    missing = {key: text for key, text in wanted.items() if key not in known}
    vectors = vectors_of(encoder, list(missing.values()))
    return dict(zip(missing, vectors, strict=True))
