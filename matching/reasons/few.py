"""The few people on a page, read in one query instead of one for each kind of row."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from accounts.models import (
    FreeHours,
    PathStep,
    PersonSkill,
    Skill,
    Story,
    Style,
    Track,
    User,
)
from matching.loading.people import PROFILE, Known, People, Told


def _rows(of: "QuerySet[Any]", *order: str, **fields: Any) -> ArraySubquery:
    """The rows of a person as a list of JSON objects, in a fixed order."""
    mine = of.filter(person=OuterRef("pk")).order_by(*order)
    return ArraySubquery(mine.values(row=JSONObject(**fields)))


_LABELS = ArraySubquery(
    Skill.objects.filter(stories=OuterRef("pk")).order_by("label").values("label")
)
_TOLD = {
    "tracks_": _rows(
        Track.objects.all(),
        "-is_main",
        "pk",
        **{
            name: name
            for name in ("id", "person_id", "field", "title", "level", "years")
        },
        is_main="is_main",
    ),
    "hours_": _rows(
        FreeHours.objects.all(), "weekday", weekday="weekday", slots="slots"
    ),
    "skills_": _rows(
        PersonSkill.objects.annotate(called=Coalesce(F("skill__label"), F("words"))),
        "pk",
        label="called",
        how="how",
        used="last_used",
    ),
    "stories_": _rows(
        Story.objects.annotate(about=_LABELS),
        "pk",
        text="text",
        year="happened",
        about="about",
    ),
    "path_": _rows(PathStep.objects.all(), "-began", "-pk", title="title"),
}


class FewPeople(People):
    """What ``People`` knows, of so few that one query can bring all of it."""

    def __init__(self, ids: Iterable[int]) -> None:
        people = User.objects.filter(pk__in=set(ids)).annotate(**_TOLD)
        shown = (f"profile__{name}" for name in PROFILE)
        style = (f"style__{axis}" for axis in Style.AXES)
        rows = list(people.values_list("pk", *_TOLD, *shown, *style))
        lists = len(_TOLD) + 1
        self._told = {
            row[0]: dict(zip(_TOLD, row[1:lists], strict=True)) for row in rows
        }
        self._shown = [(row[0], *row[lists:]) for row in rows if row[lists] is not None]
        super().__init__(ids)

    def _each(self, kind: str) -> Iterable[tuple[int, list[dict[str, Any]]]]:
        return ((person, told[kind]) for person, told in self._told.items())

    def _profiles(self) -> Iterable[tuple[Any, ...]]:
        return self._shown

    def _tracks(self) -> dict[int, list[Track]]:
        return {
            person: [Track(**row) for row in rows]
            for person, rows in self._each("tracks_")
            if rows
        }

    def _free_hours(self) -> Iterable[tuple[int, int, int]]:
        return (
            (person, row["weekday"], row["slots"])
            for person, rows in self._each("hours_")
            for row in rows
        )

    @cached_property
    def skills(self) -> dict[int, list[Known]]:
        return {
            person: [
                Known(row["label"], bool(row["how"]), self.age(row["used"]))
                for row in rows
            ]
            for person, rows in self._each("skills_")
            if rows
        }

    @cached_property
    def stories(self) -> dict[int, list[Told]]:
        return {
            person: [Told(row["text"], row["year"], row["about"]) for row in rows]
            for person, rows in self._each("stories_")
            if rows
        }

    @cached_property
    def path(self) -> dict[int, list[str]]:
        return {
            person: [row["title"] for row in rows]
            for person, rows in self._each("path_")
            if rows
        }
