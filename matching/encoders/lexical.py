"""An encoder without a model: hashed words and pieces of words. Baseline and fallback."""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log1p

import numpy as np
from numpy.typing import NDArray

from matching.encoders.base import Curve, Encoder, Filled, Thresholds

_WORD = re.compile(r"\w+")
_DIM = 512
_PIECE = 4


class LexicalEncoder:
    """Sees spelling, not meaning: two texts are alike as far as they share letters."""

    name = "lexical"
    version = "1"
    dim = _DIM
    languages: tuple[str, ...] = ()
    thresholds = Thresholds(covers=0.75, close=0.55, quote=0.35, answers=0.74)
    curves: Mapping[Filled, Curve] = {
        "sentence": Curve(middle=0.29, width=0.07),
        "both": Curve(middle=0.31, width=0.08),
        "tags": Curve(middle=0.30, width=0.08),
    }

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give unit vectors (n, 512); a text without letters gives a row of zeros."""
        rows = np.zeros((len(texts), _DIM))
        for row, text in zip(rows, texts, strict=True):
            for feature, count in sorted(Counter(_features(text)).items()):
                place, sign = _place(feature)
                row[place] += sign * log1p(count)
        length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
        return (rows / np.where(length > 0, length, 1)).astype(np.float32)


def build() -> Encoder:
    """Make the encoder; called once per process by ``get``."""
    return LexicalEncoder()


def _features(text: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", text.casefold())
    words = _WORD.findall("".join(c for c in bare if not unicodedata.combining(c)))
    pieces = [
        f"<{word}>"[start : start + _PIECE]
        for word in words
        if len(word) > _PIECE
        for start in range(len(word) + 2 - _PIECE + 1)
    ]
    return [f"={word}" for word in words] + pieces


@lru_cache(maxsize=100_000)
def _place(feature: str) -> tuple[int, int]:
    """Hash a feature to a column and a sign, the same in every process."""
    code = zlib.crc32(feature.encode())
    return code % _DIM, 1 if (code >> 16) & 1 else -1
