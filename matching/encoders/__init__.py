"""Text to vector, pluggable: ``get(name)`` gives the one encoder of that name."""

from matching.encoders.base import (
    Curve,
    Encoder,
    Filled,
    Thresholds,
    UnknownEncoder,
    get,
)
from matching.encoders.grid import GRID_COSINE, to_grid
from matching.encoders.keys import encode_missing, text_key, vectors_of

__all__ = [
    "GRID_COSINE",
    "Curve",
    "Encoder",
    "Filled",
    "Thresholds",
    "UnknownEncoder",
    "encode_missing",
    "get",
    "text_key",
    "to_grid",
    "vectors_of",
]
