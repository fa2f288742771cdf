"""What a question is about, and whether somebody's page says anything about it. Pure:
concepts of the vocabulary and telling words, no database.

It only ever warns. What it does not understand counts as covered, because a warning
without a cause would teach people to tick it away.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz
from Stemmer import Stemmer

from accounts.vocabulary.data import Concept, concepts, name_key
from accounts.vocabulary.search import telling_words

_LONGEST_NAME = 5  # words
_LEAST_LETTERS = 3  # of a name in one word: shorter ones mean too many other things
_SAME_QUESTION = 70.0  # from this likeness of telling words on (0 to 100)
_LEAST_SHARED = 2  # telling words; one alone says too little
_OFTEN_MEANT_OTHERWISE = frozenset(
    [
        "react",
        "spring",
        "net",
        "fire",
        "ship",
        "save",
        "value",
        "values",
        "sell",
        "mind",
        "report",
        "program",
        "local",
        "custom",
        "present",
        "focus",
        "trust",
        "listening",
        "drive",
        "promotion",
        "vision",
        "wit",
        "mission",
        "coach",
        "principles",
        "initiative",
        "interpret",
        "found",
        "buy",
        "price",
        "curiosity",
        "courage",
        "calm",
        "confidence",
    ]
)
_stem = Stemmer("english")


@dataclass(frozen=True)
class Ground:
    """What somebody knows, as they tell it: concepts, and the words of their page."""

    slugs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, slugs: Iterable[str], texts: Iterable[str]) -> "Ground":
        text = "\n".join(texts)
        words = frozenset(telling_words(name_key(text)))
        return cls(frozenset(slugs) | named_in(text), words)

    @property
    def known(self) -> bool:
        return bool(self.slugs or self.words)

    def covers(self, slug: str) -> bool:
        """Whether the concept, a neighbour of its group, or its name is there."""
        concept = _by_slug().get(slug)
        if concept is None or slug in self.slugs:
            return True
        near = {_by_slug()[own].group for own in self.slugs if own in _by_slug()}
        return concept.group in near or any(self.says(name) for name in concept.names)

    def says(self, words: str) -> bool:
        """Whether all telling words of a name stand somewhere on the page."""
        telling = telling_words(name_key(words))
        return bool(telling) and telling <= self.words


@dataclass(frozen=True)
class Wanted:
    """What a letter is about: its question, and behind it the goal's skills."""

    question: str = ""
    slugs: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())  # the goal in own words


def off_topic(wanted: Wanted, ground: Ground) -> str:
    """What is asked about and nowhere on the other's page; empty if all is well.

    A question that names something is about that. One that names nothing is about the
    goal, and one of the goal's skills is enough, or a page that uses half of the
    words in which the mentee tells it. Source: requirement R77.
    """
    if not ground.known:
        return ""
    named = sorted(named_in(wanted.question) - _everyday(wanted.question))
    if named:
        missing = [slug for slug in named if not ground.covers(slug)]
        return _label(missing[0]) if len(missing) == len(named) else ""
    if not wanted.slugs or any(ground.covers(slug) for slug in wanted.slugs):
        return ""
    if any(_shares(words, ground) for words in wanted.words):
        return ""
    return _label(wanted.slugs[0])


def named_in(text: str) -> frozenset[str]:
    """The concepts whose name or alias stands in a text, in any of its word forms."""
    stems = _stems(text)
    found = set()
    for begin in range(len(stems)):
        for length in range(1, _LONGEST_NAME + 1):
            slug = _names().get(tuple(stems[begin : begin + length]))
            if slug:
                found.add(slug)
    return frozenset(found)


@dataclass(frozen=True)
class Answered:
    """A question that somebody answered for everybody, and what it is about."""

    question: str
    slugs: frozenset[str] = frozenset()


def answered_already(question: str, answers: Iterable[Answered]) -> Answered | None:
    """The published answer closest to a question, if one is close: about the same
    concepts, or in nearly the same words. Source: requirements R68, R76."""
    about, telling = named_in(question), telling_words(name_key(question))

    def likeness(answer: Answered) -> float:
        theirs = telling_words(name_key(answer.question))
        if about and about & (answer.slugs | named_in(answer.question)):
            return 100.0 + len(telling & theirs)
        if len(telling & theirs) < _LEAST_SHARED:
            return 0.0
        one, other = " ".join(sorted(telling)), " ".join(sorted(theirs))
        return float(fuzz.token_sort_ratio(one, other))

    rated = [(likeness(answer), answer) for answer in answers]
    best = max(rated, key=lambda one: one[0], default=(0.0, None))
    return best[1] if best[0] >= _SAME_QUESTION else None


def _shares(words: str, ground: Ground) -> bool:
    telling = telling_words(name_key(words))
    return bool(telling) and 2 * len(telling & ground.words) >= len(telling)


def _everyday(question: str) -> frozenset[str]:
    """Concepts that a question seems to name only because one of its words sounds like
    them: "how did you react?" is not about React, and a machine not about machining."""
    words = set(name_key(question).replace("?", " ").split()) - _OFTEN_MEANT_OTHERWISE
    return frozenset(
        slug
        for slug in named_in(question)
        if not any(
            name_key(name) in words
            if " " not in name_key(name)
            else set(_stems(name)) <= set(_stems(question))
            for name in _by_slug()[slug].names
        )
    )


def _label(slug: str) -> str:
    return _by_slug()[slug].label


def _stems(text: str) -> list[str]:
    words = "".join(c if c.isalnum() or c in "+#" else " " for c in name_key(text))
    return [str(stem) for stem in _stem.stemWords(words.split())]


@cache
def _by_slug() -> dict[str, Concept]:
    return {concept.slug: concept for concept in concepts()}


@cache
def _names() -> dict[tuple[str, ...], str]:
    """Every name of every concept as stems; the label's own comes before an alias."""
    names: dict[tuple[str, ...], str] = {}
    for concept in concepts():
        for name in concept.names:
            stems = tuple(_stems(name))
            if stems and len("".join(stems)) >= _LEAST_LETTERS:
                names.setdefault(stems, concept.slug)
    return names
