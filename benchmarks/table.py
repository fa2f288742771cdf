"""What Belay is held to, as data, and the verdict on what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class NotMeasured(Exception):
    """A figure could not be had, which counts as below its floor. Says why."""


class Skipped(Exception):
    """A figure needs something that is not there, which is nobody's fault. Says why."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of a row: what it must reach, and what would be splendid.

    ``most`` says that less is better. Without a floor the figure is for information.
    ``long`` figures are measured by ``make bench-long`` only.
    """

    key: str
    name: str
    floor: float | None = None
    stretch: float | None = None
    most: bool = False
    unit: str = ""
    long: bool = False

    def holds(self, value: float) -> bool:
        if self.floor is None:
            return True
        return value <= self.floor if self.most else value >= self.floor

    def room(self, value: float) -> float:
        """How far above its floor a value is, as a factor; the smallest is weakest."""
        if self.floor is None:
            return float("inf")
        above, below = (self.floor, value) if self.most else (value, self.floor)
        return above / below if below else float(above >= below)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of "Held to"."""

    id: int
    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A bar with what was measured; ``ok`` is None where it was skipped."""

    bar: Bar
    value: float | None
    ok: bool | None
    note: str = ""


def judge(
    row: Row, values: Mapping[str, float], *, long: bool, note: str = ""
) -> list[Figure]:
    """Every figure of a row; one that nobody measured is not ok."""
    return [
        Figure(bar, values[bar.key], bar.holds(values[bar.key]), note)
        if bar.key in values
        else Figure(bar, None, bar.floor is None, note or "not measured")
        for bar in row.bars
        if bar.key in values or long or not bar.long
    ]


def none_of(row: Row, why: str, ok: bool | None) -> list[Figure]:
    """A row of which nothing was measured."""
    return [Figure(bar, None, ok, why) for bar in row.bars if bar.floor is not None]


def summary(row: Row, figures: list[Figure]) -> dict[str, Any]:
    """The row as written to results.json: its weakest figure, and all as parts."""
    weakest = min(figures, key=_room)
    marks = {figure.ok for figure in figures if figure.bar.floor is not None}
    return {
        "id": row.id,
        "name": row.name,
        "floor": weakest.bar.floor,
        "value": weakest.value,
        "ok": False if False in marks else True if marks == {True} else None,
        "parts": [as_data(figure) for figure in figures],
    }


def as_data(figure: Figure) -> dict[str, Any]:
    told = {
        "name": figure.bar.name,
        "floor": figure.bar.floor,
        "stretch": figure.bar.stretch,
        "value": figure.value,
        "ok": figure.ok,
    }
    return told | ({"note": figure.note} if figure.note else {})


def line(row: Row, figure: Figure) -> str:
    """A figure as a line of the printed table."""
    bar = figure.bar
    sign = "≤" if bar.most else "≥"
    floor = "" if bar.floor is None else f"{sign} {_short(bar.floor)}"
    stretch = "" if bar.stretch is None else _short(bar.stretch)
    value = "–" if figure.value is None else _short(figure.value) + bar.unit
    return (
        f"{row.id:>2}  {bar.name:<66} {floor:>8} {stretch:>8} {value:>12}  "
        f"{verdict(figure)}"
    ).rstrip()


HEAD = f" #  {'figure':<66} {'floor':>8} {'stretch':>8} {'measured':>12}  verdict"


def verdict(figure: Figure) -> str:
    if figure.ok is None:
        return f"SKIPPED: {figure.note}"
    if not figure.ok:
        return "BELOW ITS FLOOR" + (f": {figure.note}" if figure.note else "")
    if figure.bar.floor is None or figure.value is None:
        return ""
    bar = figure.bar
    splendid = bar.stretch is not None and (
        figure.value <= bar.stretch if bar.most else figure.value >= bar.stretch
    )
    return "ok, stretch" if splendid else "ok"


def _room(figure: Figure) -> float:
    return -1.0 if figure.value is None else figure.bar.room(figure.value)


def _short(number: float) -> str:
    if number and abs(number) < 0.01:
        return f"{number:.2g}"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:,.3g}"
