"""The skill vocabulary as a plain value: which concept a tag names, and in what words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from rapidfuzz import fuzz, process

from matching.engine.text.neutralise import neutralise
from matching.engine.text.normalise import name_key, normalise

SAME_TAG = 88  # rapidfuzz ratio from which two tags are one word, spelt differently
_SHORTEST_CORRECTED = 5  # "Java" is no misspelt "Jira"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing people learn from each other, with every name and saying we know."""

    slug: str
    label: str
    aliases: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every wording: the label, then aliases, then phrases."""
        return (self.label, *self.aliases, *self.phrases)


@dataclass(frozen=True)
class Vocabulary:
    """All concepts of a program, in a fixed order."""

    concepts: tuple[Concept, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[dict[str, Any]]) -> Self:
        """Make it from objects with slug, label, aliases and phrases."""
        return cls(
            tuple(
                Concept(
                    slug=entry["slug"],
                    label=entry["label"],
                    aliases=tuple(entry.get("aliases", ())),
                    phrases=tuple(entry.get("phrases", ())),
                )
                for entry in entries
            )
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read it from a JSON list."""
        return cls.of(json.loads(path.read_text(encoding="utf-8")))

    def number_of(self, tag: str) -> int | None:
        """Give the place of the concept that a tag names, also with a typing error."""
        key = self._key_of(tag)
        return None if key is None else self._numbers[key]

    def slug_of(self, tag: str) -> str | None:
        """Give the slug of the concept that a tag names, also with a typing error."""
        number = self.number_of(tag)
        return None if number is None else self.concepts[number].slug

    def correct(self, tag: str) -> str:
        """Give the tag as the vocabulary spells it, or as it is if nothing is close."""
        key = self._key_of(tag)
        return normalise(tag) if key is None else self._spellings[key]

    def _key_of(self, tag: str) -> str | None:
        key = _same_for_all(tag)
        if key not in self._found:
            self._found[key] = self._look_up(key)
        return self._found[key]

    def _look_up(self, key: str) -> str | None:
        if key in self._numbers:
            return key
        if len(key) < _SHORTEST_CORRECTED:
            return None
        best = process.extractOne(
            key, self._numbers.keys(), scorer=fuzz.ratio, score_cutoff=SAME_TAG
        )
        return None if best is None else str(best[0])

    @cached_property
    def _found(self) -> dict[str, str | None]:
        """Tags looked up so far; the same few hundred come again and again."""
        return {}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {
            _same_for_all(name): number
            for number, concept in reversed(list(enumerate(self.concepts)))
            for name in (concept.label, *concept.aliases)
        }

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {
            _same_for_all(name): normalise(name)
            for concept in reversed(self.concepts)
            for name in (concept.label, *concept.aliases)
        }


def _same_for_all(name: str) -> str:
    """The key of a name, whoever gives it: maternity leave and paternity leave are one."""
    return name_key(neutralise(name))
