"""Choosing a file, and saying which of its columns is which of ours."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import ManyLines, OneLine
from mentorship.intake import reading, recipes
from mentorship.intake.cleaning import short
from mentorship.intake.fields import FIELDS, Field
from mentorship.intake.reading import Table, Unreadable
from mentorship.intake.recipes import BadMapping, Recipe, Source

NOT_THERE, FIXED, TEMPLATE = "", "fixed", "template"
EVERYBODY = [
    ("", gettext_lazy("The file says it for each row")),
    ("mentee", gettext_lazy("Everybody else in it is a mentee")),
    ("mentor", gettext_lazy("Everybody else in it is a mentor")),
]


class UploadForm(forms.Form):
    """A CSV file, how to read it, and who is in it."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("UTF-8, at most 5 MB and 10,000 rows."),
        allow_empty_file=True,
        max_length=400,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    mapping = forms.ChoiceField(
        label=gettext_lazy("What the columns mean"),
        required=False,
        help_text=gettext_lazy("You can look at it and change it before anything."),
    )
    everybody = forms.ChoiceField(
        label=gettext_lazy("Who is in the file"),
        required=False,
        choices=EVERYBODY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guess = (_("Guess from the headings"), "")
        self.fields["mapping"].choices = [  # type: ignore[attr-defined]
            (value, label) for label, value in [guess, *((n, n) for n in names)]
        ]

    def clean_file(self) -> Table:
        file = self.cleaned_data["file"]
        try:
            if file.size > reading.MOST_BYTES:
                raise reading.too_big()
            return reading.read(file.read())
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class ColumnsForm(forms.Form):
    """For each of our fields: their column, one value for all, or a template."""

    everybody = UploadForm.base_fields["everybody"]
    keep_as = OneLine(
        label=gettext_lazy("Keep this choice under a name"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For the next file of this kind in this program."),
    )

    def __init__(self, *args: Any, table: Table, recipe: Recipe, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.recipe = table, recipe
        self.fields["everybody"].initial = recipe.everybody
        places = {reading.column_key(name): i for i, name in enumerate(table.header)}
        choices = [
            (NOT_THERE, _("Not in the file")),
            (_("Columns"), [(f"c{i}", text) for i, text in self._columns()]),
            (FIXED, _("The same for everybody")),
            (TEMPLATE, _("Put together from columns")),
        ]
        for ours in FIELDS:
            source = recipe.sources.get(ours.name)
            self._add(ours, choices, _initial(source, places), source)

    def _columns(self) -> Iterator[tuple[int, str]]:
        """Headings with the first cell that says something."""
        for i, name in enumerate(self.table.header):
            cells = (row[i] for _n, _b, row in self.table.rows[:200] if row[i].strip())
            first = next(cells, "")
            yield i, f"{name} (“{short(first)[:30]}”)" if first else name

    def _add(
        self, ours: Field, choices: Any, initial: str, source: Source | None
    ) -> None:
        self.fields[f"{ours.key}_from"] = forms.ChoiceField(
            label=ours.name.capitalize(),
            required=ours.name in ("email", "name"),
            error_messages={"required": _("Everybody needs this. Choose a column.")},
            choices=choices,
            initial=initial,
            help_text=str(ours.help),
        )
        self.fields[f"{ours.key}_text"] = OneLine(
            label=_("Value or template for %(name)s") % {"name": ours.name},
            required=False,
            max_length=recipes.LONGEST,
            initial=source.value if source and initial in (FIXED, TEMPLATE) else "",
        )
        values = source.values if source else {}
        self.fields[f"{ours.key}_values"] = ManyLines(
            label=_("Other words for %(name)s") % {"name": ours.name},
            help_text=_("Their words = ours, one pair on each line."),
            required=False,
            max_length=20_000,
            initial="\n".join(f"{theirs} = {our}" for theirs, our in values.items()),
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def groups(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The fields as the page shows them, a group at a time."""
        found: dict[str, list[dict[str, Any]]] = {}
        for ours in FIELDS:
            found.setdefault(str(ours.group.label), []).append(self._shown(ours))
        return list(found.items())

    def _shown(self, ours: Field) -> dict[str, Any]:
        parts: dict[str, BoundField] = {
            part: self[f"{ours.key}_{part}"] for part in ("from", "text", "values")
        }
        more = bool(parts["text"].value() or parts["values"].value())
        wrong = any(part.errors for part in parts.values())
        return {
            "source": parts["from"],
            "text": parts["text"],
            "values": parts["values"],
            "open": more or wrong,
            "name": ours.name,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        columns = {
            ours.name: told
            for ours in FIELDS
            if (told := self._told(ours, data)) is not None
        }
        if self.errors:
            return data  # each wrong field says so itself
        kept = self.recipe.as_json() | {
            "columns": columns,
            "everybody": data.get("everybody", ""),
        }
        try:
            recipe = recipes.from_json(kept)
        except BadMapping as error:
            raise forms.ValidationError(str(error)) from error
        gaps = recipe.missing(self.table.header)
        if gaps:
            raise forms.ValidationError([forms.ValidationError(gap) for gap in gaps])
        data["recipe"] = recipe
        return data

    def _told(self, ours: Field, data: dict[str, Any]) -> dict[str, Any] | None:
        """What was chosen for one field, as a mapping holds it."""
        chosen, text = (
            data.get(f"{ours.key}_from", ""),
            data.get(f"{ours.key}_text", ""),
        )
        if chosen == NOT_THERE:
            return None
        if chosen in (FIXED, TEMPLATE):
            if not text:
                self.add_error(
                    f"{ours.key}_text", _("Write the value, or choose a column.")
                )
            told = {chosen: text}
        else:
            told = {"column": self.table.header[int(chosen[1:])]}
        return told | {"values": self._pairs(ours, data)}

    def _pairs(self, ours: Field, data: dict[str, Any]) -> dict[str, str]:
        pairs: dict[str, str] = {}
        for line in filter(None, data.get(f"{ours.key}_values", "").splitlines()):
            theirs, sign, our = line.rpartition("=")
            if not sign or not theirs.strip():
                self.add_error(
                    f"{ours.key}_values",
                    _("“%(line)s” is no pair. Write for example Grade 7 = 5.")
                    % {"line": short(line)},
                )
            pairs[theirs.strip()] = our.strip()
        return pairs


def _initial(source: Source | None, places: dict[str, int]) -> str:
    """The choice that a source is, NOT_THERE if its column is not in the file."""
    if source is None:
        return NOT_THERE
    if source.kind == "column":
        place = places.get(reading.column_key(source.value))
        return NOT_THERE if place is None else f"c{place}"
    return source.kind
