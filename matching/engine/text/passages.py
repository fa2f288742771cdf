"""Cuts what a mentor or a mentee wrote into passages that can be compared and quoted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from matching.engine.text.neutralise import neutralise
from matching.engine.text.normalise import name_key, normalise
from matching.engine.text.vocabulary import Vocabulary

MOST_SKILLS = 8
"""Skills that count. A profile listing everything would top every list otherwise."""

MOST_SENTENCES = 40  # of one person's stories; a novel must not outweigh a paragraph
SENTENCE_WEIGHT = 2
TAG_WEIGHT = 1

Kind = Literal["title", "skill", "topic", "story", "sentence", "growth"]

_NO_END = ("e.g.", "i.e.", "z.B.", "Dr.", "Mr.", "Mrs.", "Ms.", "Mx.", "Prof.", "Sr.",
           "Sra.", "Srta.", "St.", "Mme.", "Mlle.", "vs.", "etc.", "approx.", "ca.")  # fmt: skip
_AFTER_END = (
    "(?<=[.!?…])"
    + "".join(rf"(?<!\b{re.escape(short)})" for short in _NO_END)
    + r"(?<!\b[A-Z]\.)"
)
_SENTENCE_END = re.compile(rf"{_AFTER_END}[\"')]?\s+(?=\S)")
_TOPIC_END = re.compile(rf"[,;•·|]\s+|{_AFTER_END}\s+|\s+[–—-]\s+")
_TAG_END = re.compile(r"[,;\n•]")


@dataclass(frozen=True, slots=True)
class MentorText:
    """What a mentor wrote. ``topics`` and ``stories`` are texts of any length.

    ``skill_ages`` and ``story_ages`` say, item by item, how many years ago a skill was
    last used or a story happened; None, or nothing at all, is not known.
    """

    title: str = ""
    skills: Sequence[str] = ()
    topics: Sequence[str] = ()
    stories: Sequence[str] = ()
    name: str = ""
    skill_ages: Sequence[int | None] = ()
    story_ages: Sequence[int | None] = ()


@dataclass(frozen=True, slots=True)
class GoalText:
    """What a mentee wrote for one goal; confirmed concepts are wanted skills."""

    sentence: str = ""
    growth: Sequence[str] = ()
    skills: Sequence[str] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One comparable piece. ``text`` is encoded; ``original`` is what a page quotes;
    ``age`` in years, 0 also where it is not known."""

    kind: Kind
    original: str
    text: str
    concept: int | None = None
    weight: int = TAG_WEIGHT
    age: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's text, read: a whole, its passages, all ready to be encoded."""

    document: str
    passages: tuple[Passage, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text whose vector is needed."""
        whole = (self.document,) if self.document else ()
        return (*whole, *(passage.text for passage in self.passages))


def read_mentor(mentor: MentorText, vocabulary: Vocabulary) -> Reading:
    """Cut a mentor's text into title, counted skills, topics and story sentences.

    Skills come first, because coverage of wanted skills looks at them alone.
    """
    skills = tuple(
        _tags("skill", mentor.skills, vocabulary, MOST_SKILLS, mentor.skill_ages)
    )
    title = tuple(_pieces("title", [mentor.title], mentor.name))
    topics = tuple(_pieces("topic", cut(_TOPIC_END, mentor.topics), mentor.name))
    story = tuple(_story(mentor))
    whole = [
        *(passage.text for passage in title),
        ", ".join(passage.text for passage in skills),
        *_neutral(mentor.topics, mentor.name),
        *_neutral(mentor.stories, mentor.name),
    ]
    return Reading(_joined(whole), (*skills, *title, *topics, *story))


def read_goal(goal: GoalText, vocabulary: Vocabulary) -> Reading:
    """Cut a goal into its sentence, its growth areas and its wanted skills."""
    sentence = tuple(
        Passage("sentence", normalise(goal.sentence), text, weight=SENTENCE_WEIGHT)
        for text in _neutral([goal.sentence], goal.name)
    )
    growth = tuple(_tags("growth", goal.growth, vocabulary))
    skills = tuple(_tags("skill", goal.skills, vocabulary))
    whole = [
        *(passage.text for passage in sentence),
        ", ".join(passage.text for passage in growth),
        ", ".join(passage.text for passage in skills),
    ]
    return Reading(_joined(whole), (*sentence, *growth, *skills))


def read_hopes(text: str, name: str = "") -> list[str]:
    """Cut what a mentor hopes to get into sentences, ready to be encoded."""
    sentences = cut(_SENTENCE_END, [text])[:MOST_SENTENCES]
    return list(dict.fromkeys(_neutral(sentences, name)))


def split_tags(text: str) -> list[str]:
    """Split a line of tags at commas, semicolons and line ends."""
    return [tag for tag in map(normalise, _TAG_END.split(text)) if tag]


def cut(end: re.Pattern[str], texts: Sequence[str]) -> list[str]:
    """Cut each text at every end; line ends always cut. Pieces without letters go."""
    lines = [line for text in texts for line in text.splitlines()]
    pieces = [piece for line in lines for piece in end.split(normalise(line))]
    return [piece for piece in pieces if any(map(str.isalnum, piece))]


def _story(mentor: MentorText) -> Iterator[Passage]:
    """The first sentences of a mentor's stories, each with the age of its story."""
    left = MOST_SENTENCES
    for story, age in zip_longest(mentor.stories, mentor.story_ages):
        if story is not None:
            sentences = cut(_SENTENCE_END, [story])[:left]
            left -= len(sentences)
            yield from _pieces("story", sentences, mentor.name, age or 0)


def _tags(
    kind: Kind,
    tags: Sequence[str],
    vocabulary: Vocabulary,
    most: int | None = None,
    ages: Sequence[int | None] = (),
) -> Iterator[Passage]:
    """Read tags as the vocabulary spells them; a repeated tag counts once."""
    seen: set[str] = set()
    for tag, age in zip_longest(tags, ages[: len(tags)]):
        text = neutralise(vocabulary.correct(tag))
        key = name_key(text)
        if text and key not in seen and (most is None or len(seen) < most):
            seen.add(key)
            number = vocabulary.number_of(tag)
            yield Passage(kind, normalise(tag), text, number, age=age or 0)


def _pieces(
    kind: Kind, originals: Sequence[str], name: str, age: int = 0
) -> Iterator[Passage]:
    for original in originals:
        for text in _neutral([original], name):
            yield Passage(kind, normalise(original), text, age=age)


def _neutral(texts: Sequence[str], name: str) -> Iterator[str]:
    for text in texts:
        neutral = neutralise(text, name)
        if any(map(str.isalnum, neutral)):
            yield neutral


def _joined(pieces: Sequence[str]) -> str:
    """Join pieces into one text of whole sentences."""
    return " ".join(
        piece if piece[-1] in ".!?…" else f"{piece}." for piece in pieces if piece
    )
