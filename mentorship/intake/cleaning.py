"""Turns the text of one cell into a value of ours, or says what is wrong with it.

A cleaner gets text that is not empty. Lengths and choices come from the models, so that
what a dry run lets through always fits into the database.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext as _

from accounts.fields import many_lines, one_line
from accounts.models import LANGUAGES, STEPS, Profile, Style
from accounts.vocabulary.data import concepts, name_key
from mentorship.goals.models import Goal
from mentorship.intake.wrong import Wrong
from mentorship.programs.models import Enrolment

Cleaner = Callable[[str], Any]
MOST_ITEMS = 30


def tidy(text: str) -> str:
    """One line of text; what is plain already is not looked at letter by letter."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return one_line(text)


def line(model: type[models.Model], field: str) -> Cleaner:
    """A line that fits into a column of a model."""
    return _line_of(_room(model, field))


def text(model: type[models.Model], field: str) -> Cleaner:
    """A text of several lines that fits into a column of a model."""
    room = _room(model, field)

    def clean(cell: str) -> str:
        plain = cell.isascii() and cell.isprintable()
        return _fitting(cell.strip() if plain else many_lines(cell), room)

    return clean


def items(model: type[models.Model], field: str) -> Cleaner:
    """Several lines, parted by semicolons or line ends, each once."""
    one = _line_of(_room(model, field))

    def clean(cell: str) -> list[str]:
        parts = [tidy(part) for part in re.split("[;\n]", cell)]
        found = {part.casefold(): one(part) for part in parts if part}
        if len(found) > MOST_ITEMS:
            raise Wrong(
                _("There are %(count)s entries; keep the %(most)s that matter most.")
                % {"count": len(found), "most": MOST_ITEMS}
            )
        return list(found.values())

    return clean


def topics(cell: str) -> list[str]:
    """The lines of what a mentor can help with, which share one column."""
    found: list[str] = _topics(cell)
    _fitting("\n".join(found), _room(Enrolment, "topics"))
    return found


def whole_number(lowest: int, highest: int) -> Cleaner:
    def clean(cell: str) -> int:
        digits = tidy(cell).removesuffix(".0").replace("−", "-")
        if re.fullmatch(r"[+-]?[0-9]{1,6}", digits) and (
            lowest <= int(digits) <= highest
        ):
            return int(digits)
        raise Wrong(
            _("“%(cell)s” is not a whole number from %(lowest)s to %(highest)s.")
            % {"cell": short(cell), "lowest": lowest, "highest": highest}
        )

    return clean


def choice(named: dict[str, Any]) -> Cleaner:
    """One of some names, in any case. The first name of each value is the one told."""
    values = {key(name): value for name, value in named.items()}
    told: dict[Any, str] = {}
    for name, value in named.items():
        told.setdefault(value, name)

    def clean(cell: str) -> Any:
        if key(cell) in values:
            return values[key(cell)]
        raise Wrong(
            _("“%(cell)s” is not one of: %(names)s.")
            % {"cell": short(cell), "names": ", ".join(told.values())}
        )

    return clean


def choice_of(choices: type[models.TextChoices]) -> Cleaner:
    """One of a model's choices, by its value or by its label."""
    return choice(
        {str(label): value for value, label in choices.choices}
        | {value: value for value in choices.values}
    )


def axis(field: str) -> Cleaner:
    """A place between two ends, from -2 to 2 or in words ("rather direct")."""
    choices = getattr(Style._meta.get_field(field), "choices", [])
    return choice(
        {str(label): value for value, label in choices}
        | {str(value): value for value, _label in choices}
        | {"+1": 1, "+2": 2, "−1": -1, "−2": -2}
    )


def email(cell: str) -> str:
    # Plain letters only: two addresses that look alike must not be two people, and the
    # database's lower case must be ours.
    if not cell.strip().isascii():
        raise Wrong(
            _("“%(cell)s” has letters that e-mail addresses here cannot have.")
            % {"cell": short(cell)}
        )
    address = tidy(cell).lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Wrong(
            _("“%(cell)s” is not an e-mail address. Write one like ana@example.org.")
            % {"cell": short(cell)}
        ) from None
    if len(address) > 254:
        raise Wrong(_("This e-mail address is too long."))
    return address


def time_zone(cell: str) -> str:
    zone = _zones().get(tidy(cell).replace(" ", "_").casefold())
    if zone is None:
        raise Wrong(
            _("“%(cell)s” is not a time zone. Write one like Europe/Lisbon.")
            % {"cell": short(cell)}
        )
    return zone


def languages(cell: str) -> list[str]:
    known = {key(name): code for code, name in LANGUAGES} | {
        c: c for c, _n in LANGUAGES
    }
    found = []
    for part in filter(None, (tidy(part) for part in re.split("[;,\n]", cell))):
        if key(part) not in known:
            raise Wrong(
                _("“%(cell)s” is not a language we know. Write English; Portuguese.")
                % {"cell": short(part)}
            )
        found.append(known[key(part)])
    return list(dict.fromkeys(found))


def skills(cell: str) -> list[str]:
    """Slugs of the vocabulary where a name is known, else the person's own words.

    Own words begin with "=", which no slug does. Names are not guessed from typing
    errors here: nobody would see the guess for each of a thousand people.
    """
    found = [
        _concepts().get(name_key(words), f"={words}") for words in _skill_words(cell)
    ]
    return list(dict.fromkeys(found))


def yes_or_no(cell: str) -> bool:
    said: bool = _yes_or_no(cell)
    return said


def role(cell: str) -> frozenset[str]:
    said: frozenset[str] = _role(cell)
    return said


def level(ladder: dict[str, int]) -> Cleaner:
    """A step of the common scale, from a name of the ladder, of the scale, or 0 to 7."""
    known = {key(name): step for step, name in STEPS}
    known |= {str(step): step for step, _name in STEPS}
    known |= {key(name): step for name, step in ladder.items()}
    shown = ", ".join(ladder) or ", ".join(name for _step, name in STEPS)

    def clean(cell: str) -> int:
        if key(cell) in known:
            return known[key(cell)]
        raise Wrong(
            _("“%(cell)s” is not a level here. Write one of: %(names)s; or 0 to 7.")
            % {"cell": short(cell), "names": shown[:400]}
        )

    return clean


def key(cell: str) -> str:
    return tidy(cell).casefold()


def short(cell: str) -> str:
    """A cell as a sentence quotes it."""
    plain = tidy(cell)
    return plain if len(plain) <= 60 else f"{plain[:59]}…"


def _line_of(room: int) -> Cleaner:
    return lambda cell: _fitting(tidy(cell), room)


def _fitting(words: str, room: int) -> str:
    if len(words) > room:
        raise Wrong(
            _("This has %(length)s letters; at most %(room)s fit. Shorten it.")
            % {"length": f"{len(words):,}", "room": f"{room:,}"}
        )
    return words


def _room(model: type[models.Model], field: str) -> int:
    room = getattr(model._meta.get_field(field), "max_length", None)
    assert room, f"{model.__name__}.{field} has no limit to check"
    return int(room)


_skill_words = items(Goal.skills.through, "words")
_topics = items(Enrolment, "topics")
_yes_or_no = choice(
    {"yes": True, "no": False, "y": True, "n": False, "true": True, "false": False}
    | {"1": True, "0": False, "x": True}
)
_role = choice(
    {
        "mentee": frozenset({"mentee"}),
        "mentor": frozenset({"mentor"}),
        "both": frozenset({"mentee", "mentor"}),
        "mentees": frozenset({"mentee"}),
        "mentors": frozenset({"mentor"}),
        "mentor and mentee": frozenset({"mentee", "mentor"}),
        "mentee and mentor": frozenset({"mentee", "mentor"}),
    }
)


@cache
def _zones() -> dict[str, str]:
    room = _room(Profile, "time_zone")
    return {z.casefold(): z for z in available_timezones() if len(z) <= room}


@cache
def _concepts() -> dict[str, str]:
    return {name_key(name): one.slug for one in concepts() for name in one.names}
