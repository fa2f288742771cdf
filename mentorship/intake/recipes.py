"""A mapping at work: which of somebody's columns become which of ours, and how.

A recipe is what a Mapping keeps and a mapping file holds. As JSON:

    {"columns": {"name": {"template": "{first name} {last name}"},
                 "level": {"column": "grade", "values": {"Head": "6"}},
                 "accepting": {"fixed": "yes"}},
     "ladder": [["Head", 6]], "everybody": "mentor", "never": ["biography"],
     "note": "…"}
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from accounts.fields import one_line
from mentorship.intake.cleaning import key
from mentorship.intake.fields import BY_NAME, FIELDS, REQUIRED
from mentorship.intake.reading import column_key, is_private

KINDS = ("column", "fixed", "template")
EXAMPLES = Path(__file__).with_name("mappings")
ALIKE = 88.0
"""From this likeness on (0 to 100), a heading is proposed for a field."""
MOST_VALUES = 500
LONGEST = 2000
_HOLE = re.compile(r"\{([^{}]*)\}")


class BadMapping(Exception):
    """A mapping cannot be used. ``str(error)`` is a sentence with the way out."""


@dataclass(frozen=True)
class Source:
    """Where one of our fields comes from, and what their words are in ours."""

    kind: str
    value: str
    values: dict[str, str] = field(default_factory=dict)

    def columns(self) -> list[str]:
        """The headings it reads."""
        if self.kind == "template":
            return _HOLE.findall(self.value)
        return [self.value] if self.kind == "column" else []

    def of(self, cells: dict[str, str]) -> str:
        """Our cell. A template of which one part is empty stays empty: not known."""
        if self.kind == "fixed":
            return self.value
        parts = {name: self._told(cells, name) for name in self.columns()}
        if self.kind == "column":
            return parts[self.value]
        if not all(parts.values()):
            return ""
        return _HOLE.sub(lambda hole: parts[hole[1]], self.value)

    def _told(self, cells: dict[str, str], name: str) -> str:
        cell = cells.get(column_key(name), "").strip()
        return self.values.get(key(cell), cell) if self.values else cell


@dataclass(frozen=True)
class Recipe:
    """Sources by the name of our field, and what else a mapping says."""

    sources: dict[str, Source]
    ladder: dict[str, int] = field(default_factory=dict)
    everybody: str = ""
    never: tuple[str, ...] = ()
    note: str = ""

    def columns(self) -> set[str]:
        """The headings that are read; all others are neither read nor kept."""
        return {name for source in self.sources.values() for name in source.columns()}

    def of(self, cells: dict[str, str]) -> dict[str, str]:
        """Our cells for a row of theirs."""
        return {name: source.of(cells) for name, source in self.sources.items()}

    def missing(self, header: Iterable[str]) -> list[str]:
        """What keeps this recipe from working on a file, as sentences."""
        there = {column_key(name) for name in header}
        gaps = [
            _(
                "The mapping takes “%(ours)s” from a column “%(theirs)s” that this file "
                "does not have. Choose another column, or leave it out."
            )
            % {"ours": ours, "theirs": theirs}
            for ours, source in self.sources.items()
            for theirs in source.columns()
            if column_key(theirs) not in there
        ]
        unsaid = [
            name
            for name in REQUIRED
            if name not in self.sources and not (name == "role" and self.everybody)
        ]
        return gaps + [
            _("Nothing is chosen for “%(name)s”, which everybody needs.")
            % {"name": name}
            for name in unsaid
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "columns": {
                name: {source.kind: source.value}
                | ({"values": source.values} if source.values else {})
                for name, source in self.sources.items()
            },
            "ladder": [[name, step] for name, step in self.ladder.items()],
            "everybody": self.everybody,
            "never": list(self.never),
            "note": self.note,
        }


def from_json(kept: object) -> Recipe:
    """Read a mapping as a file or a row holds it.

    Raises
    ------
    BadMapping
        If it is not one.
    """
    if not isinstance(kept, dict) or not isinstance(kept.get("columns", {}), dict):
        raise BadMapping(_("A mapping is a JSON object with “columns”."))
    everybody = kept.get("everybody", "")
    if everybody not in ("", "mentee", "mentor", "both"):
        raise BadMapping(_("“everybody” is mentee, mentor, both or empty."))
    never = tuple(map(str, kept.get("never") or []))
    return Recipe(
        {
            name: _source(name, told, never)
            for name, told in kept.get("columns", {}).items()
        },
        ladder=_ladder(kept.get("ladder") or []),
        everybody=everybody,
        never=never,
        note=str(kept.get("note", "")),
    )


def from_file(path: Path) -> Recipe:
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError) as error:
        raise BadMapping(
            _("The mapping file cannot be read: %(why)s.") % {"why": error}
        ) from error


def examples() -> dict[str, Recipe]:
    """The mappings that come with Belay, by name."""
    return {path.stem: from_file(path) for path in sorted(EXAMPLES.glob("*.json"))}


def guess(header: Iterable[str]) -> tuple[Recipe, bool]:
    """A recipe from headings alone, and whether every heading was known by name."""
    by_key = {column_key(name): name for name in header if not is_private(name)}
    sources: dict[str, Source] = {}
    for ours in FIELDS:
        known = next((k for k in ours.spellings if k in by_key), None)
        if known is not None:
            sources[ours.name] = Source("column", by_key.pop(known))
    if "name" not in sources and {"first name", "last name"} <= by_key.keys():
        first, last = by_key.pop("first name"), by_key.pop("last name")
        sources["name"] = Source("template", f"{{{first}}} {{{last}}}")
    sure = not by_key
    for ours in FIELDS:
        if ours.name not in sources and by_key:
            likely = _likely(ours.spellings, by_key)
            if likely is not None:
                sources[ours.name] = Source("column", by_key.pop(likely))
    return Recipe(sources), sure


def _likely(spellings: list[str], by_key: dict[str, str]) -> str | None:
    found = [
        process.extractOne(name, by_key.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        for name in spellings
    ]
    best = max((one for one in found if one), key=lambda one: one[1], default=None)
    return best[0] if best else None


def _source(name: str, told: object, never: tuple[str, ...]) -> Source:
    if name not in BY_NAME:
        raise BadMapping(_("“%(name)s” is not a field of ours.") % {"name": name[:60]})
    kinds = [kind for kind in KINDS if isinstance(told, dict) and kind in told]
    if (
        not isinstance(told, dict)
        or len(kinds) != 1
        or not isinstance(told[kinds[0]], str)
    ):
        raise BadMapping(
            _("“%(name)s” needs one of column, fixed or template.") % {"name": name}
        )
    values = told.get("values", {})
    if not isinstance(values, dict) or len(values) > MOST_VALUES:
        raise BadMapping(
            _("The values of “%(name)s” are pairs of their word and ours.")
            % {"name": name}
        )
    source = Source(
        kinds[0],
        _plain(told[kinds[0]]),
        {key(str(theirs)): _plain(str(ours)) for theirs, ours in values.items()},
    )
    _refuse_private(name, source, never)
    return source


def _refuse_private(name: str, source: Source, never: tuple[str, ...]) -> None:
    closed = {column_key(column) for column in never}
    for column in source.columns():
        if is_private(column) or column_key(column) in closed:
            raise BadMapping(
                _(
                    "“%(column)s” tells who somebody is and is never read. Choose "
                    "another column for “%(name)s”."
                )
                % {"column": one_line(column)[:60], "name": name}
            )


def _ladder(rungs: object) -> dict[str, int]:
    found: dict[str, int] = {}
    for rung in rungs if isinstance(rungs, list) else [None]:
        match rung:
            case [str(name), int(step)] if 0 <= step <= 7 and 0 < len(name) <= 80:
                found[one_line(name)] = step
            case _:
                raise BadMapping(_("A ladder is a list of [name, step from 0 to 7]."))
    return found


def _plain(words: str) -> str:
    """Text that a row can keep: no NUL, no half letters; its lines stay."""
    lines = [one_line(part) for part in words[:LONGEST].splitlines()]
    return "\n".join(lines).strip()
