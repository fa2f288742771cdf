"""Finds skills of the vocabulary by name, by typing error, or by an everyday phrase."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from math import log

from rapidfuzz import fuzz, process
from Stemmer import Stemmer

from accounts.fields import one_line
from accounts.models import Skill
from accounts.vocabulary.data import concepts, name_key

MOST = 8
"""How many skills an answer lists at most."""

LONGEST = 240
"""Longer questions are cut: nobody names a skill in more letters."""

SAME_NAME = 88.0
"""From this likeness on (0 to 100), a name with a typing error is that name."""

CLOSE_NAME = 72.0

COVERED = 0.45
"""From this share of what a sentence says on, a skill may be what it is about."""


def find(words: str, limit: int = MOST) -> list[Skill]:
    """The skills that somebody may mean by these words, best first; never an error."""
    key = name_key(one_line(words)[:LONGEST])
    if not key:
        return []
    ranked = sorted(_scores(key).items(), key=lambda found: (-found[1], found[0]))
    slugs = [slug for slug, _ in ranked[:limit]]
    rows = Skill.objects.in_bulk(slugs, field_name="slug")
    return [rows[slug] for slug in slugs if slug in rows]


def named(words: str) -> Skill | None:
    """The skill with this label or alias, allowing for a typing error."""
    key = name_key(one_line(words)[:LONGEST])
    if not key:
        return None
    best = process.extractOne(
        key, _names().keys(), scorer=fuzz.ratio, score_cutoff=SAME_NAME
    )
    if best is None:
        return None
    return Skill.objects.filter(slug=_names()[best[0]]).first()


def _scores(key: str) -> dict[str, float]:
    """How well each skill answers, from its best name or phrase."""
    scores: dict[str, float] = {}

    def note(slug: str, score: float) -> None:
        scores[slug] = max(score, scores.get(slug, 0.0))

    for name, slug in _names().items():
        likeness = _name_score(key, name)
        if likeness >= CLOSE_NAME:
            note(slug, likeness)
    if " " in key:
        for slug, likeness in _sentence_scores(telling_words(key)):
            note(slug, likeness)
    return scores


def _name_score(key: str, name: str) -> float:
    """Same name, then begins like it, then a word of it, then nearly the same."""
    if name == key:
        return 200.0
    if name.startswith(key):
        return 150.0 + fuzz.ratio(key, name) / 4
    if len(key) > 1 and f" {key}" in name:
        return 120.0 + fuzz.ratio(key, name) / 4
    if len(key) < 4:
        return 0.0
    same = fuzz.ratio(key, name)
    word = max((fuzz.ratio(key, part) for part in name.split()), default=0.0) - 4
    return max(same, word)


def _sentence_scores(asked: set[str]) -> Iterator[tuple[str, float]]:
    """Skills whose phrases share telling words with a sentence.

    A rare word tells more than one that many skills use. Half of the score is what one
    phrase alone covers, so that words scattered over many phrases count less; a word
    of the name counts a little more.
    """
    words, rarity = _phrase_words()
    known = {word: rarity[word] for word in asked if word in rarity}
    total = sum(known.values()) + sum(4.0 for word in asked if word not in rarity)
    if not known:
        return
    for slug, phrases in words.items():
        anywhere = sum(known[word] for word in set().union(*phrases) & known.keys())
        in_one = max(sum(known[w] for w in phrase & known.keys()) for phrase in phrases)
        by_name = sum(known[word] for word in phrases[0] & known.keys())
        covered = (anywhere + in_one) / (2 * total)
        if covered >= COVERED:
            yield slug, 100 * covered + 10 * by_name / total


# What every everyday sentence is full of, whatever it is about.
_FILLER = frozenset(
    [
        "a",
        "an",
        "and",
        "am",
        "are",
        "at",
        "be",
        "but",
        "by",
        "can",
        "could",
        "do",
        "does",
        "for",
        "from",
        "get",
        "give",
        "had",
        "has",
        "have",
        "how",
        "i",
        "in",
        "is",
        "it",
        "learn",
        "like",
        "me",
        "my",
        "need",
        "of",
        "on",
        "or",
        "our",
        "so",
        "that",
        "the",
        "their",
        "them",
        "they",
        "to",
        "want",
        "was",
        "we",
        "what",
        "when",
        "with",
        "would",
        "you",
        "your",
        "more",
        "better",
        "help",
        "not",
        "i'm",
        "don't",
        "can't",
        "people",
        "ich",
        "die",
        "der",
        "das",
        "und",
        "nicht",
        "je",
        "ne",
        "pas",
        "de",
        "la",
        "le",
        "les",
        "que",
        "un",
        "una",
        "el",
    ]
)
_stem = Stemmer("english")


def telling_words(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    words = re.findall(r"[\w’']+", text.replace("’", "'"))
    return set(_stem.stemWords([word for word in words if word not in _FILLER]))


@cache
def _names() -> dict[str, str]:
    """Every label and alias, and the skill that it names."""
    return {name_key(name): c.slug for c in concepts() for name in c.names}


@cache
def _phrase_words() -> tuple[dict[str, list[set[str]]], dict[str, float]]:
    """The telling words of each skill, its names first and then phrase by phrase, and
    how rare each word is."""
    words = {
        c.slug: [telling_words(name_key(t)) for t in (" ".join(c.names), *c.phrases)]
        for c in concepts()
    }
    skills = Counter(word for texts in words.values() for word in set().union(*texts))
    return words, {word: log(len(words) / n) + 0.5 for word, n in skills.items()}
