"""What every encoder promises, and the one instance of each per process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Filled = Literal["sentence", "both", "tags"]
"""Which parts of a goal have text: the sentence, the sentence and tags, tags only."""

_MODULES = {
    "sentence": "matching.encoders.sentence",
    "lexical": "matching.encoders.lexical",
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a page may say something. They belong to one encoder version.

    ``covers``, ``close`` and ``quote`` are cosines. ``answers`` is for the sum of how much
    nearer a sentence is than is usual and of the pair's relevance, see
    ``relevance.evidence``.
    """

    covers: float
    close: float
    quote: float
    answers: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic map from a raw blend to [0, 1]: 0.5 at ``middle``.

    Chosen so that of the pairs that nobody thinks fit, nine of ten stay under 0.25, and
    a typical pair that people call the best reaches 0.85.
    """

    middle: float
    width: float


class Encoder(Protocol):
    """Turns texts into unit vectors, each text by itself.

    ``version`` changes whenever the vector of any text changes. The vector of a text
    is the same to the last bit whatever else is encoded with it.
    """

    name: str
    version: str
    dim: int
    languages: tuple[str, ...]
    thresholds: Thresholds
    curves: Mapping[Filled, Curve]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give a float32 array (n, dim) of unit vectors, in the order of the texts."""
        ...


class UnknownEncoder(LookupError):
    """There is no encoder of that name. ``str(error)`` says which there are."""


@cache
def get(name: str = "sentence") -> Encoder:
    """Give the encoder of that name; its module is imported when first asked for.

    Raises
    ------
    UnknownEncoder
        If no encoder has that name.
    """
    if name not in _MODULES:
        known = ", ".join(sorted(_MODULES))
        raise UnknownEncoder(f'There is no encoder "{name}". Choose one of: {known}.')
    encoder: Encoder = import_module(_MODULES[name]).build()
    return encoder
