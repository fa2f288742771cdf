"""Checks rows by themselves: each cell, each row, and rows against each other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from mentorship.goals.models import Goal
from mentorship.intake import cleaning
from mentorship.intake.fields import BY_NAME, MENTEE, MENTOR, REQUIRED
from mentorship.intake.reading import Table
from mentorship.intake.recipes import Recipe
from mentorship.intake.wrong import Wrong

Role = str


@dataclass(frozen=True)
class Problem:
    """What is wrong in one row, in which column, and the way out."""

    row: int
    column: str
    sentence: str


@dataclass
class Row:
    """A row as values of ours; what was empty is absent, because it is not known."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        return str(self.values.get("email", ""))

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))

    @property
    def roles(self) -> list[Role]:
        return sorted(self.values.get("role", ()))

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def refuse(self, column: str, sentence: str) -> None:
        self.problems.append(Problem(self.number, column, sentence))


def check(table: Table, recipe: Recipe, ladder: dict[str, int]) -> list[Row]:
    """Every row of the file, with everything that is wrong inside the file."""
    cleaners = {name: BY_NAME[name].clean for name in recipe.sources}
    cleaners["level"] = cleaning.level(ladder)
    rows = [
        _too_long(number, beyond)
        if beyond
        else _read(number, recipe.of(cells), recipe.everybody, cleaners)
        for number, beyond, cells in table.cells()
    ]
    for row in rows:
        if not row.problems:
            _check_together(row)
    _refuse_same_people(rows)
    return rows


def _too_long(number: int, beyond: int) -> Row:
    row = Row(number)
    row.refuse(
        "",
        _(
            "This row has more cells than the heading (%(beyond)s too many). Often a "
            "comma stands in a text without quotation marks."
        )
        % {"beyond": beyond},
    )
    return row


def _read(
    number: int,
    cells: dict[str, str],
    everybody: str,
    cleaners: dict[str, cleaning.Cleaner],
) -> Row:
    row = Row(number)
    if not cells.get("role", "").strip():
        cells["role"] = everybody
    for name, cell in cells.items():
        if not cell or not (cell := cell.strip()):
            continue
        clean = cleaning.role if name == "role" else cleaners[name]
        try:
            value = clean(cell)
        except Wrong as wrong:
            row.refuse(name, str(wrong))
        else:
            if value not in ("", [], {}):
                row.values[name] = value
    _need(row)
    return row


def _need(row: Row) -> None:
    wrong = {problem.column for problem in row.problems}
    for name in REQUIRED:
        if name in row.values or name in wrong:
            continue
        if name == "role":
            way_out = _(
                "It is not said who this is. Write mentee, mentor or both, or say for "
                "the whole file who is in it."
            )
        else:
            way_out = _("This is empty, and everybody needs it.")
        row.refuse(name, way_out)


def _check_together(row: Row) -> None:
    """What one cell means for another."""
    if row.get("manager email") == row.email:
        row.refuse("manager email", _("Nobody is their own manager. Leave it empty."))
    if "field" not in row.values:
        for name in ("title", "level", "years"):
            if name in row.values:
                row.refuse(
                    "field",
                    _("Say the field of work too: “%(name)s” belongs to one.")
                    % {"name": name},
                )
                break
    if "mentee" in row.roles:
        _check_goal(row)
    _keep_to_the_role(row)


def _check_goal(row: Row) -> None:
    if "goal" not in row.values:
        for name in ("guidance", "growth areas", "wanted skills"):
            if name in row.values:
                row.refuse(
                    "goal",
                    _("Say the goal in a few words: “%(name)s” belongs to one.")
                    % {"name": name},
                )
                break
        else:
            row.notes.append(_("No goal yet, so nobody is suggested yet."))
        return
    kind, cadence = row.get("format"), row.get("cadence")
    if kind and cadence and (kind == "conversation") != (cadence == Goal.Cadence.ONCE):
        row.refuse(
            "cadence",
            _("One conversation is “once”; ongoing mentoring is weekly or monthly."),
        )
    if "guidance" not in row.values:
        row.notes.append(_("The goal stays a draft until guidance is written."))
    elif "growth areas" not in row.values:
        row.notes.append(_("Nobody is suggested until a growth area is named."))


def _keep_to_the_role(row: Row) -> None:
    """A mapping fills the columns of both roles; only those of the row's role count."""
    if len(row.roles) == 1:
        other = MENTOR if row.roles == ["mentee"] else MENTEE
        row.values = {
            name: value
            for name, value in row.values.items()
            if BY_NAME[name].group is not other
        }
    if "mentor" in row.roles:
        if not row.get("accepting"):
            row.notes.append(_("Not suggested until they say that people may ask."))
        elif not row.get("conversation places") and not row.get("ongoing places"):
            row.notes.append(_("Not suggested until they offer places."))


def _refuse_same_people(rows: list[Row]) -> None:
    """One row per person and role, with one name."""
    seen: dict[tuple[str, Role], int] = {}
    names: dict[str, Row] = {}
    for row in rows:
        if not row.email:
            continue
        first = names.setdefault(row.email, row)
        if row.name and first.name and row.name != first.name:
            row.refuse(
                "name",
                _("Row %(row)s calls the same person %(name)s. Use one name.")
                % {"row": first.number, "name": first.name},
            )
        for role in row.roles:
            if (row.email, role) in seen:
                row.refuse(
                    "email",
                    _("Row %(row)s has the same person as %(role)s. Keep one of them.")
                    % {"row": seen[row.email, role], "role": role},
                )
            else:
                seen[row.email, role] = row.number


def problems_of(rows: list[Row]) -> Iterator[Problem]:
    for row in rows:
        yield from row.problems
