"""Reads the story's files. A name that the story's shape does not know is an error."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from mentorship.demo.story.people import (
    Answer,
    Letter,
    Mentee,
    Offer,
    Somebody,
    Story,
    Tale,
    Wish,
)

FOLDER = Path(__file__).parent
DOMAIN = "saltmere.example"


@cache
def read_story() -> Story:
    """The story, in the order of its files: the same on every machine."""
    people = [
        _somebody(entry)
        for file in sorted((FOLDER / "people").glob("*.json"))
        for entry in _read(file)
    ]
    return Story(
        frame=_read(FOLDER / "program.json"),
        people=people,
        letters=[Letter(**entry) for entry in _read(FOLDER / "letters.json")],
    )


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _somebody(entry: dict[str, Any]) -> Somebody:
    offer, part = entry.pop("mentor", None), entry.pop("mentee", None)
    goals = [_wish(goal) for goal in entry.pop("goals", [])]
    stories = [_tale(told) for told in entry.pop("stories", [])]
    return Somebody(
        email=f"{entry['key'].replace('-', '.')}@{DOMAIN}",
        mentor=None if offer is None else _offer(offer),
        mentee=Mentee(**(part or {})) if goals or part is not None else None,
        goals=goals,
        stories=stories,
        **entry,
    )


def _tale(entry: str | dict[str, Any]) -> Tale:
    """A story may stand as its text alone."""
    return Tale(text=entry) if isinstance(entry, str) else Tale(**entry)


def _offer(entry: dict[str, Any]) -> Offer:
    answers = [Answer(**given) for given in entry.pop("answers", [])]
    return Offer(answers=answers, **_pairs(entry, "places", "levels"))


def _wish(entry: dict[str, Any]) -> Wish:
    return Wish(**_pairs(entry, "window"))


def _pairs(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return entry | {name: tuple(entry[name]) for name in names if name in entry}
