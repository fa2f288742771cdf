"""Rows into arrays: the only way into the engine."""

from matching.loading.meaning import with_meaning
from matching.loading.read import Inputs, read
from matching.loading.rules import hard_rules, weights
from matching.loading.vectors import (
    background,
    offered,
    vectors_of,
    without_vector,
)

__all__ = [
    "Inputs",
    "background",
    "hard_rules",
    "offered",
    "read",
    "vectors_of",
    "weights",
    "with_meaning",
    "without_vector",
]
