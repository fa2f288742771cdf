"""What the engine knows of people on both sides: hours, styles, tracks, languages."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value
from django.utils import timezone

from accounts.models import (
    LANGUAGES,
    FreeHours,
    PathStep,
    PersonSkill,
    Profile,
    Story,
    Style,
    Track,
)
from matching.engine.factors.availability import utc_weeks
from matching.engine.snapshot import TRACKS, WORDS_PER_WEEK
from matching.engine.tables import Float32s, UInt64s
from matching.engine.text.neutralise import neutralise

WEEKS = 4
"""How many coming weeks hours are computed for; a clock change shows in one of them."""

PROFILE = ("name", "time_zone", "languages", "organisation", "headline", "site")
_BIT = {code: 1 << number for number, (code, _) in enumerate(LANGUAGES)}
NAN = float("nan")


class Known(NamedTuple):
    """A skill of a person: what it is called, and whether they said how they know it."""

    label: str
    told: bool
    age: int | None


class Told(NamedTuple):
    """A story of a person; ``about`` are labels of skills."""

    text: str
    year: int | None
    about: list[str]


class People:
    """Everything about some people that both tables of the engine need.

    A fixed number of queries, however many people there are. What is told in lists
    (skills, stories, stations of the path) is read when first asked for.
    """

    def __init__(self, ids: Iterable[int]) -> None:
        self.ids = sorted(set(ids))
        self.row = {pk: row for row, pk in enumerate(self.ids)}
        self.first_monday = coming_monday()
        self.profiles = {values[0]: values[1:] for values in self._profiles()}
        self.tracks = self._tracks()
        self.weeks, self.hours_known = self._hours()
        self.styles = self._styles()

    def name(self, person: int) -> str:
        return str(self.profiles[person][0]) if person in self.profiles else ""

    def headline(self, person: int) -> str:
        return str(self.profiles[person][4]) if person in self.profiles else ""

    def site(self, person: int) -> str:
        """The place of work, as the person wrote it."""
        return str(self.profiles[person][5]) if person in self.profiles else ""

    def codes(self, person: int) -> list[str]:
        """The languages of a person, in their order."""
        return list(self.profiles[person][2]) if person in self.profiles else []

    def languages(self, person: int) -> int:
        """A bit per language; 0 if none is known."""
        return sum(_BIT.get(code, 0) for code in set(self.codes(person)))

    def organisation(self, person: int) -> str:
        """The name as compared: case and spaces do not count."""
        found = self.profiles[person][3] if person in self.profiles else ""
        return plain(str(found))

    def age(self, year: int | None) -> int | None:
        """How many years ago that was; None if it is not known."""
        return None if year is None else max(0, self.first_monday.year - year)

    @cached_property
    def skills(self) -> dict[int, list[Known]]:
        """Skills in the order in which each person listed them."""
        found: dict[int, list[Known]] = defaultdict(list)
        rows = PersonSkill.objects.filter(person__in=self.ids)
        for person, label, words, how, used in rows.values_list(
            "person_id", "skill__label", "words", "how", "last_used"
        ):
            known = Known(label or words, bool(how), self.age(used))
            found[person].append(known)
        return found

    @cached_property
    def stories(self) -> dict[int, list[Told]]:
        found: dict[int, list[Told]] = defaultdict(list)
        told = Story.objects.filter(person__in=self.ids).order_by("pk")
        about = ArrayAgg(
            "skills__label",
            filter=Q(skills__isnull=False),
            order_by="skills__label",
            default=Value([]),
        )
        rows = told.annotate(about=about)
        for person, text, year, labels in rows.values_list(
            "person_id", "text", "happened", "about"
        ):
            found[person].append(Told(text, year, labels))
        return found

    @cached_property
    def path(self) -> dict[int, list[str]]:
        """What each person has been on their way, the newest first."""
        found: dict[int, list[str]] = defaultdict(list)
        steps = PathStep.objects.filter(person__in=self.ids)
        for person, title in steps.values_list("person_id", "title"):
            found[person].append(title)
        return found

    def rows(self, people: Sequence[int]) -> list[int]:
        return [self.row[person] for person in people]

    def _profiles(self) -> Iterable[tuple[Any, ...]]:
        profiles = Profile.objects.filter(person__in=self.ids)
        return profiles.values_list(
            "person_id", *PROFILE, *(f"person__style__{axis}" for axis in Style.AXES)
        )

    def _tracks(self) -> dict[int, list[Track]]:
        found: dict[int, list[Track]] = defaultdict(list)
        for track in Track.objects.filter(person__in=self.ids):
            found[track.person_id].append(track)
        return found

    def _hours(self) -> tuple[UInt64s, Any]:
        masks = np.zeros((len(self.ids), 7), np.uint64)
        known = np.zeros(len(self.ids), bool)
        for person, weekday, slots in self._free_hours():
            masks[self.row[person], weekday] = slots
            known[self.row[person]] = True
        weeks = np.zeros((len(self.ids), WEEKS, WORDS_PER_WEEK), np.uint64)
        for zone, members in self._by_zone().items():
            weeks[members] = utc_weeks(masks[members], zone, self.first_monday, WEEKS)
        zoned = np.array([bool(self.zone(person)) for person in self.ids], bool)
        return weeks, known & zoned

    def _free_hours(self) -> Iterable[tuple[int, int, int]]:
        rows = FreeHours.objects.filter(person__in=self.ids)
        return rows.values_list("person", "weekday", "slots")

    def _by_zone(self) -> dict[str, list[int]]:
        """Rows of the people of each zone; those without one are nowhere."""
        zones: dict[str, list[int]] = defaultdict(list)
        for person in self.ids:
            if zone := self.zone(person):
                zones[zone].append(self.row[person])
        return zones

    def zone(self, person: int) -> str:
        """The IANA name, or nothing if it is not known."""
        return str(self.profiles[person][1]) if person in self.profiles else ""

    def _styles(self) -> Float32s:
        styles = np.full((len(self.ids), len(Style.AXES)), NAN, np.float32)
        for person, values in self.profiles.items():
            axes = values[-len(Style.AXES) :]
            styles[self.row[person]] = [NAN if a is None else a for a in axes]
        return styles


def plain(text: str) -> str:
    """A text as it is compared: without case, with single spaces."""
    return " ".join(text.casefold().split())


# What may be a noun that tells: German ones are read by their capital.
_MAY_BE_A_NOUN = re.compile(r"\b[^\W\d_]\w{2,}[:*/-]*(?:in|innen|frau)\b", re.I)


@lru_cache(maxsize=1 << 15)  # the same few hundred fields and titles come again
def neutral(text: str) -> str:
    """What somebody calls their work, as it is compared: chairwoman and chairman are
    one. For names of places and organisations there is ``plain``."""
    nouns = _MAY_BE_A_NOUN.sub(lambda found: found[0].capitalize(), text)
    return plain(neutralise(nouns))


class Names:
    """Gives each distinct text a number, for comparing within one snapshot."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.numbers = {text: number for number, text in enumerate(known)}

    def number(self, text: str) -> int:
        """A number for the text; −1 for none."""
        text = plain(text)
        return self.numbers.setdefault(text, len(self.numbers)) if text else -1


def track_columns(
    tracks: Sequence[Track], fields: Names
) -> tuple[list[float], list[float], list[int]]:
    """Levels, years and fields of up to three tracks, the main one first."""
    shown = list(tracks[:TRACKS])
    short = TRACKS - len(shown)
    levels = [NAN if t.level is None else float(t.level) for t in shown]
    years = [NAN if t.years is None else float(t.years) for t in shown]
    numbers = [fields.number(neutral(t.field)) for t in shown]
    return levels + [NAN] * short, years + [NAN] * short, numbers + [-1] * short


def coming_monday(now: datetime | None = None) -> date:
    """The first day of the first week that is still whole."""
    today = (now or timezone.now()).date()
    return today + timedelta(days=7 - today.weekday())
