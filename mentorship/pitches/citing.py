"""What a mentee can cite of a mentor: the mentor's own words, cut into pieces."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mentorship.pitches.models import Citation
from mentorship.programs.models import Enrolment

_SENTENCE_END = re.compile(r"(?<=[.!?。！？।؟])[\s\u200b]+|(?<=[。！？])|\n+")
_LONGEST = Citation._meta.get_field("words").max_length or 400
_SENTENCES_PER_STORY = 6


@dataclass(frozen=True)
class Item:
    """One thing to cite; ``key`` names it in a form."""

    source: str
    words: str

    @property
    def key(self) -> str:
        told = f"{self.source} {self.words}".encode()
        return hashlib.sha256(told).hexdigest()[:16]

    @property
    def label(self) -> str:
        """As the letter shows it: a story is quoted, the rest is named."""
        if self.source == Citation.Source.STORY:
            return f"“{self.words}”"
        if self.source == Citation.Source.ANSWER:
            return _("Answer: %s") % self.words
        return f"{Citation.Source(self.source).label}: {self.words}"


def citable(mentor: Enrolment) -> list[Item]:
    """Everything of a mentor's that a letter to them can cite, stories first."""
    person = mentor.person
    items = [
        *_of(Citation.Source.STORY, _sentences(s.text for s in person.stories.all())),
        *_of(Citation.Source.TOPIC, mentor.topic_lines()),
        *_of(
            Citation.Source.SKILL,
            (known.label for known in person.skills.select_related("skill")),
        ),
        *_of(Citation.Source.PATH, (str(step) for step in person.path.all())),
        *_of(
            Citation.Source.ANSWER,
            (answer.question for answer in mentor.published_answers.all()),
        ),
    ]
    return list(dict.fromkeys(items))


def nearest(items: Iterable[Item], wanted: str) -> list[Item]:
    """The same items, those that share most words with what is wanted first; those
    that share as many stay in their order."""
    sought = _beginnings(wanted)
    return sorted(items, key=lambda item: -len(sought & _beginnings(item.words)))


def _beginnings(text: str) -> frozenset[str]:
    """Words of four letters and more by how they begin, so that “meeting” finds
    “meetings”."""
    return frozenset(word[:5] for word in re.findall(r"\w{4,}", text.casefold()))


def cited(citations: Iterable[Citation]) -> list[Item]:
    """What a letter cites already, in the words of the day it was picked."""
    return [Item(citation.source, citation.words) for citation in citations]


def _of(source: Citation.Source, words: Iterable[str]) -> Iterator[Item]:
    for text in words:
        text = " ".join(text.split())[:_LONGEST].strip()
        if text:
            yield Item(source.value, text)


def _sentences(stories: Iterable[str]) -> Iterator[str]:
    for story in stories:
        pieces = (piece.strip() for piece in _SENTENCE_END.split(story))
        yield from [piece for piece in pieces if piece][:_SENTENCES_PER_STORY]
