"""Reads the skill vocabulary from ``skills.json`` and refuses a faulty entry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

SKILLS_FILE = Path(__file__).with_name("skills.json")

Kind = Literal["soft", "technical", "career", "workplace"]
KINDS: tuple[str, ...] = get_args(Kind)

_TEXTS = ("slug", "label", "group", "kind")
_LISTS = ("aliases", "phrases")
_OPTIONAL = ("esco_uri",)
_OPTIONAL_LISTS = ("akin",)


class VocabularyError(ValueError):
    """The vocabulary cannot be used. ``str(error)`` names the entry and the cure."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing people learn from each other, with every name we know for it."""

    slug: str
    label: str
    group: str
    kind: Kind
    aliases: tuple[str, ...]
    phrases: tuple[str, ...]
    esco_uri: str = ""
    akin: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The label first, then every alias."""
        return (self.label, *self.aliases)


def name_key(name: str) -> str:
    """What two spellings of one name share: no case, no hyphens, single spaces."""
    return " ".join(name.casefold().replace("-", " ").split())


@cache
def concepts() -> tuple[Concept, ...]:
    """Every concept of the vocabulary, in the order of the file; read once."""
    return parse(SKILLS_FILE.read_text(encoding="utf-8"))


def parse(text: str) -> tuple[Concept, ...]:
    """Turn the text of a vocabulary file into concepts.

    Raises
    ------
    VocabularyError
        If the text is not a JSON list of complete entries, or if a name is used twice.
    """
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as error:
        raise VocabularyError(
            f"The vocabulary is not readable JSON at line {error.lineno}: {error.msg}."
        ) from error
    if not isinstance(entries, list):
        raise VocabularyError("The vocabulary must be a JSON list of entries.")
    found = tuple(_concept(entry, place) for place, entry in enumerate(entries, 1))
    _refuse_shared_names(found)
    _refuse_unknown_akin(found)
    return found


def _concept(entry: object, place: int) -> Concept:
    if not isinstance(entry, dict):
        raise VocabularyError(f"Entry {place} must be an object with a slug.")
    who = f'Entry {place} ("{entry.get("slug", "no slug")}")'
    _check_fields(entry, who)
    _check_slug_and_kind(entry, who)
    return Concept(
        slug=entry["slug"],
        label=entry["label"],
        group=entry["group"],
        kind=cast("Kind", entry["kind"]),
        aliases=tuple(entry["aliases"]),
        phrases=tuple(entry["phrases"]),
        esco_uri=entry.get("esco_uri", ""),
        akin=tuple(entry.get("akin", ())),
    )


def _check_fields(entry: Mapping[str, Any], who: str) -> None:
    unknown = set(entry) - {*_TEXTS, *_LISTS, *_OPTIONAL, *_OPTIONAL_LISTS}
    if unknown:
        raise VocabularyError(
            f"{who} has fields we do not know: {', '.join(sorted(unknown))}."
        )
    for field in (*_TEXTS, *(name for name in _OPTIONAL if name in entry)):
        if not _is_text(entry.get(field)):
            raise VocabularyError(
                f"{who} needs {field}: text without spaces around it."
            )
    for field in (*_LISTS, *(name for name in _OPTIONAL_LISTS if name in entry)):
        texts = entry.get(field)
        if not isinstance(texts, list) or not all(map(_is_text, texts)):
            raise VocabularyError(f"{who} needs {field}: a list of texts.")


def _check_slug_and_kind(entry: Mapping[str, Any], who: str) -> None:
    words = entry["slug"].split("-")
    if not all(w.isascii() and w.isalnum() and w == w.lower() for w in words):
        raise VocabularyError(
            f"{who} needs a slug of small letters, digits and single hyphens."
        )
    if entry["kind"] not in KINDS:
        raise VocabularyError(
            f'{who} has the kind "{entry["kind"]}"; use one of {", ".join(KINDS)}.'
        )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != "" and value == value.strip()


def _refuse_unknown_akin(found: tuple[Concept, ...]) -> None:
    slugs = {concept.slug for concept in found}
    for place, concept in enumerate(found, 1):
        for other in concept.akin:
            if other not in slugs or other == concept.slug:
                raise VocabularyError(
                    f'Entry {place} ("{concept.slug}") is akin to "{other}", '
                    "which is no other entry."
                )


def _refuse_shared_names(found: tuple[Concept, ...]) -> None:
    """A name must lead to one concept, else search could not tell which was meant."""
    owners: dict[str, str] = {}
    slugs: set[str] = set()
    for concept in found:
        if concept.slug in slugs:
            raise VocabularyError(f'The slug "{concept.slug}" is used by two entries.')
        slugs.add(concept.slug)
        for key in sorted({name_key(name) for name in (concept.slug, *concept.names)}):
            if key in owners:
                raise VocabularyError(
                    f'"{key}" is a name of both "{owners[key]}" and "{concept.slug}"; '
                    "keep it with the one people mean."
                )
            owners[key] = concept.slug
