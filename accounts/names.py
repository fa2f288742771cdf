"""Compares names as people type them: without accents, and with a letter or two wrong."""

import unicodedata

from rapidfuzz.distance import OSA

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


def plain(text: str) -> str:
    """A name without its accents, its capitals and its hyphens."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.translate(_LETTERS).split())


def letters_wrong(typed: list[str], name: str) -> int | None:
    """How many letters are wrong in all, in any order of the words; None if one of the
    words is not in the name at all. A part of a name is right. Both are plain."""
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
