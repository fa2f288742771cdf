"""Shared words: BM25 with fixed statistics, so that no other person changes a pair.

Ordinary BM25 takes the rarity of a word and the average length from the collection at
hand; one mentor more would then change everybody's numbers. Here both are constants:
rarity is measured once over the vocabulary, and a usual profile has ``USUAL_LENGTH``
words.
"""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
import Stemmer
from scipy.sparse import csr_array

from matching.engine.tables import narrow
from matching.engine.text.stop_words import STOP_WORDS
from matching.engine.text.vocabulary import Vocabulary

COLUMNS = 1 << 20
USUAL_LENGTH = 40
_COMMON = 2.0  # roughly log(8): a word used by every eighth concept
_FEWEST_DOCUMENTS = 60  # a tiny vocabulary must not make every word common
_K1 = 1.2
_B = 0.75
_STEP = 1024  # weights are multiples of 1/1024, so that sums are exact in any order
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")


def terms(text: str) -> list[str]:
    """Give the stems of a text's words: small letters, no accents, no stop words."""
    plain = text.casefold()
    if not plain.isascii():  # what is ASCII has no accents to take away
        bare = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in bare if not unicodedata.combining(c))
    return [_stem(word) for word in _WORD.findall(plain) if word not in STOP_WORDS]


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@dataclass(frozen=True)
class Rarity:
    """How much a word says, measured over the concepts of the vocabulary."""

    documents: int
    found_in: Counter[str]

    @classmethod
    def over(cls, vocabulary: Vocabulary) -> "Rarity":
        """Count in how many concepts each word occurs."""
        found: Counter[str] = Counter()
        for concept in vocabulary.concepts:
            found.update({term for text in concept.texts for term in terms(text)})
        return cls(len(vocabulary.concepts), found)

    def of(self, term: str) -> float:
        """Give how rare a word is: 0 for one that every eighth concept uses.

        The inverse document frequency, less that of such a word: what so many concepts
        share ("people", "team") says nothing about any. A word never seen counts as
        seen once.
        """
        found = max(1, self.found_in[term])
        documents = max(_FEWEST_DOCUMENTS, self.documents)
        return max(0.0, log(1 + (documents - found + 0.5) / (found + 0.5)) - _COMMON)


def mentor_terms(texts: Sequence[str], rarity: Rarity) -> csr_array:
    """Weigh each mentor's words as BM25 does: (mentors, 2**20), float32."""
    return _rows(_mentor_weights(Counter(terms(text)), rarity) for text in texts)


def goal_terms(texts: Sequence[str]) -> csr_array:
    """Mark each word of each goal: (goals, 2**20), float32, 1 where it occurs."""
    return _rows(dict.fromkeys(terms(text), 1.0) for text in texts)


def _mentor_weights(counts: Counter[str], rarity: Rarity) -> dict[str, float]:
    length = counts.total() / USUAL_LENGTH
    return {
        term: rarity.of(term) * n * (_K1 + 1) / (n + _K1 * (1 - _B + _B * length))
        for term, n in counts.items()
    }


def _rows(rows: Iterable[dict[str, float]]) -> csr_array:
    starts, columns, weights = [0], [], []
    for row in rows:
        columns += [zlib.crc32(term.encode()) % COLUMNS for term in row]
        weights += [round(weight * _STEP) / _STEP for weight in row.values()]
        starts.append(len(columns))
    matrix = csr_array(
        (np.array(weights, np.float32), np.array(columns, np.int32), np.array(starts)),
        shape=(len(starts) - 1, COLUMNS),
    )
    matrix.sum_duplicates()
    return narrow(matrix)
