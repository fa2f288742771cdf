"""Whose name somebody may mean by what they typed, spelled nearly so."""

import unicodedata
from dataclasses import dataclass

from django.db.models import QuerySet
from rapidfuzz.distance import OSA

from mentorship.programs.models import Enrolment

MOST_WORDS = 5
MOST_NEAR = 50
"""How many nearly right names an answer has at most, the nearest first."""

_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "þ": "th",
        "ı": "i",
        "'": None,
        "’": None,
        "-": " ",
        "‐": " ",
    }
)


@dataclass(frozen=True)
class Named:
    """Keys of enrolments: whose name fits, and whose name would with a letter or two
    changed, the nearest first."""

    fits: list[int]
    nearly: list[int]


def named(found: "QuerySet[Enrolment]", words: str) -> Named:
    """Whose name among these people the words may mean. One query, however many."""
    typed = plain(words).split()[:MOST_WORDS]
    if not typed:
        return Named([], [])
    fits: list[int] = []
    nearly: list[tuple[int, int]] = []
    bare = found.order_by().prefetch_related(None)
    for pk, name in bare.values_list("pk", "person__profile__name").iterator():
        wrong = letters_wrong(typed, plain(name or ""))
        if wrong == 0:
            fits.append(pk)
        elif wrong is not None:
            nearly.append((wrong, pk))
    return Named(fits, [pk for _wrong, pk in sorted(nearly)[:MOST_NEAR]])


def plain(text: str) -> str:
    """A name without its accents, its capitals and its hyphens."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.translate(_LETTERS).split())


def letters_wrong(typed: list[str], name: str) -> int | None:
    """How many letters are wrong in all, in any order of the words; None if one of the
    words is not in the name at all. A part of a name is right."""
    parts = name.split()
    total = 0
    for word in typed:
        if word in name:
            continue
        most = _forgiven(word)
        near = [OSA.distance(word, part, score_cutoff=most) for part in parts]
        least = min(near, default=most + 1)
        if least > most:
            return None
        total += least
    return total


def _forgiven(word: str) -> int:
    """How many letters of a word may be wrong. In two letters none: half of all short
    names would do."""
    return 0 if len(word) < 3 else 1 if len(word) < 6 else 2
