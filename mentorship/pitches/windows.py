"""One draft in two windows: whoever saves last wins, field by field, and nothing that
the other window wrote goes unsaid.

A form carries a short mark of each field as its window shows it. A field that still
matches its mark was not touched in this window, so it leaves the saved text alone; one
that was touched is saved, and if the saved text is neither what this window began from
nor what it sends, the other window's text is told.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from mentorship.pitches import citing
from mentorship.pitches.models import Pitch

_MARK = 10  # signs of a hash: enough to tell two texts of one person apart


@dataclass(frozen=True)
class Merged:
    """What to save, what was saved over, and what is newer than this window shows."""

    keep: dict[str, str]
    overwritten: dict[str, str]
    newer: dict[str, str]


def marks(values: Mapping[str, str]) -> str:
    """What a window shows, for the hidden field of its form."""
    return " ".join(f"{name}:{_mark(text)}" for name, text in values.items())


def values_of(draft: Pitch) -> dict[str, str]:
    """Everything of a draft as text, by its name: what its form sends."""
    picked = citing.cited(draft.citations.all()) if draft.pk else []
    keys = sorted(item.key for item in picked)
    names = (*Pitch.WRITTEN, *Pitch.CHOSEN)
    return (
        {name: str(getattr(draft, name)) for name in names}
        | {name: "yes" if getattr(draft, name) else "" for name in Pitch.CONFIRMED}
        | {"cites": " ".join(keys)}
    )


def merge(shown: str, sent: Mapping[str, str], saved: Mapping[str, str]) -> Merged:
    """Bring together what a window began from, what it sends, and what is saved."""
    known = dict(pair.split(":", 1) for pair in shown.split() if ":" in pair)
    merged = Merged({}, {}, {})
    for name, text in sent.items():
        before, now = known.get(name), saved.get(name, text)
        if before == _mark(text):  # not touched here
            if now != text:
                merged.newer[name] = now
            continue
        merged.keep[name] = text
        if before is not None and now not in ("", text) and before != _mark(now):
            merged.overwritten[name] = now
    return merged


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK]
