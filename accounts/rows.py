"""Several small rows changed together on one page: tracks, path, stories, items.

A page sends the rows it showed. Rows that it did not mention stay as they are, so that
two open pages never delete what the other one added.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Rows:
    """What a page asks for: rows to keep or add, and the keys of those to remove."""

    kept: list[dict[str, Any]] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)


def save_rows(mine: "models.QuerySet[Any]", rows: Rows, **owner: Any) -> None:
    """Bring rows to what a page asked for, touching only those in ``mine``.

    A row with a key outside ``mine`` is left out: it is somebody else's, or was removed
    on another page meanwhile. Call it inside a transaction.
    """
    mine.filter(pk__in=rows.removed).delete()
    existing = set(mine.values_list("pk", flat=True))
    for row in rows.kept:
        values = {name: value for name, value in row.items() if name != "pk"}
        if row.get("pk") is None:
            mine.model._default_manager.create(**owner, **values)
        elif row["pk"] in existing:
            mine.filter(pk=row["pk"]).update(**values)


class RowForm(forms.Form):
    """One row of a page that changes several."""

    pk = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )

    # A new row counts as filled in only if one of these was; a list that was merely
    # opened and set says nothing. Empty: any field counts.
    TELLING: ClassVar[set[str]] = set()

    @property
    def is_new(self) -> bool:
        return not self["pk"].value()

    def has_changed(self) -> bool:
        if self.is_new and self.TELLING:
            return bool(self.TELLING & set(self.changed_data))
        return super().has_changed()


class RowForms(forms.BaseFormSet[RowForm]):
    """The rows of one list on a page, some of them new and empty."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this")

    def rows(self) -> Rows:
        """What to keep and what to remove. Call it once the rows are valid."""
        rows = Rows()
        for form in self.forms:
            values = dict(form.cleaned_data)
            pk = values.get("pk")
            if values.pop("DELETE", False):
                rows.removed.update({pk} if pk else ())
            elif not form.is_new or form.has_changed():
                rows.kept.append(values)
        return rows

    def told_errors(self) -> list[tuple[forms.BoundField | None, str]]:
        """Every error of these rows, with the field that it is about."""
        told: list[tuple[forms.BoundField | None, str]] = [
            (None, str(error)) for error in self.non_form_errors()
        ]
        for form in self.forms:
            told += [(None, str(error)) for error in form.non_field_errors()]
            told += [(field, str(e)) for field in form for e in field.errors]
        return told


def row_forms(
    form: type[RowForm], *, extra: int, base: type[RowForms] = RowForms
) -> type[RowForms]:
    """A list of rows with a few empty ones at its end."""
    return forms.formset_factory(  # type: ignore[return-value]  # of the base given
        form, base, extra=extra, can_delete=True, max_num=30, absolute_max=60
    )
