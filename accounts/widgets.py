"""Widgets with a look of their own: large choices, pairs, segments, chips, a week.

Each is an ordinary widget of Django underneath: the same names are posted, with
scripts or without.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import hours
from accounts.models import FreeHours

TEMPLATES = "components/widgets"


class _WithWords:
    """Options that carry a sentence of help and an icon, both by value."""

    helps: Mapping[str, Any]
    icons: Mapping[str, str]

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)  # type: ignore[misc]
        value = str(option["value"])
        option["help"] = self.helps.get(value, "")
        option["icon"] = self.icons.get(value, "")
        return option


class Choices(_WithWords, forms.RadioSelect):
    """One of a few, as large targets; each may say under its name what it means."""

    template_name = f"{TEMPLATES}/choices.html"

    def __init__(
        self,
        *args: Any,
        helps: Mapping[str, Any] | None = None,
        icons: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.helps, self.icons = helps or {}, icons or {}


class Visibility(Choices):
    """Who may see an answer, each with its sign; ``short`` where many stand on a page."""

    SIGNS: ClassVar[dict[str, str]] = {
        "me": "lock",
        "asked": "mail",
        "mentor": "person",
        "program": "people",
    }

    def __init__(self, *args: Any, short: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, icons=kwargs.pop("icons", self.SIGNS), **kwargs)
        self.short = short
        if short:
            self.template_name = f"{TEMPLATES}/visibility_short.html"


class Segments(forms.RadioSelect):
    """A short scale side by side, such as not, nice, important, must."""

    template_name = f"{TEMPLATES}/segments.html"


class Pair(forms.RadioSelect):
    """Somewhere between two ends. A choice with an empty value stands apart: not sure.

    The choices between keep their words for those who hear the page.
    """

    template_name = f"{TEMPLATES}/pair.html"

    def __init__(self, left: Any, right: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left, self.right = left, right

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [o for _g, many, _i in context["widget"]["optgroups"] for o in many]
        context["widget"] |= {
            "left": self.left,
            "right": self.right,
            "between": [option for option in options if option["value"] != ""],
            "apart": [option for option in options if option["value"] == ""],
        }
        return context


class Chips(forms.CheckboxSelectMultiple):
    """Several short things to keep or to drop; what is ticked stays."""

    template_name = f"{TEMPLATES}/chips.html"


class Words(forms.Textarea):
    """A text with a count of its words, live where scripts run."""

    template_name = f"{TEMPLATES}/words.html"

    def __init__(self, most: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        written = len((value or "").split())
        context["widget"] |= {"most": self.most, "written": written}
        return context


class Week(forms.Widget):
    """A week of half hours to tick: for each weekday a mask as in ``accounts.hours``.

    Posted are "<day>-<slot>" for each ticked box, and two fields that copy one day to
    others: at once where scripts run, else when the form is saved.
    """

    template_name = f"{TEMPLATES}/week.html"
    PARTS: ClassVar[list[tuple[Any, int, int]]] = [
        (gettext_lazy("Morning"), 12, 24),
        (gettext_lazy("Afternoon"), 24, 36),
        (gettext_lazy("Evening"), 36, 48),
        (gettext_lazy("Night"), 0, 12),
    ]

    def value_from_datadict(
        self, data: Any, files: Any, name: str
    ) -> dict[int, int] | None:
        ticked = _all(data, name)
        if f"{name}_from" not in data and not ticked:
            return None
        masks = dict.fromkeys(range(7), 0)
        for told in ticked:
            day, _dash, slot = told.partition("-")
            if _is_below(day, 7) and _is_below(slot, hours.SLOTS):
                masks[int(day)] |= 1 << int(slot)
        source = data.get(f"{name}_from", "")
        if _is_below(source, 7):
            for target in days_of(data.get(f"{name}_to", "")):
                masks[target] = masks[int(source)]
        return masks

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return self.value_from_datadict(data, files, name) is None

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return ""  # the group has a legend

    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        masks = {int(day): int(mask) for day, mask in (value or {}).items()}
        context["widget"] |= {
            "parts": [
                _part(label, first, after, masks) for label, first, after in self.PARTS
            ],
            "days": FreeHours.WEEKDAYS,
            "several": [("workdays", _("Monday to Friday")), ("all", _("every day"))],
            "hours": sum(mask.bit_count() for mask in masks.values()) / 2,
        }
        return context


def days_of(told: str) -> range:
    """The days that "3", "workdays" or "all" stand for; none for anything else."""
    if _is_below(told, 7):
        return range(int(told), int(told) + 1)
    return {"workdays": range(5), "all": range(7)}.get(told, range(0))


def _part(
    label: Any, first: int, after: int, masks: Mapping[int, int]
) -> dict[str, Any]:
    """A table of the week: days down, half hours across."""
    slots = range(first, after)
    return {
        "label": label,
        "from": hours.as_time(first),
        "to": hours.as_time(after),
        "slots": [(slot, hours.as_time(slot)) for slot in slots],
        "any": any(mask >> slot & 1 for mask in masks.values() for slot in slots),
        "rows": [
            (
                day,
                name,
                WEEKDAYS_ABBR[day],
                [
                    (slot, hours.as_time(slot), masks.get(day, 0) >> slot & 1)
                    for slot in slots
                ],
            )
            for day, name in FreeHours.WEEKDAYS
        ],
    }


def _all(data: Any, name: str) -> list[str]:
    return list(data.getlist(name) if hasattr(data, "getlist") else data.get(name, []))


def _is_below(told: str, limit: int) -> bool:
    return told.isascii() and told.isdecimal() and len(told) < 4 and int(told) < limit


class WeekField(forms.Field):
    """Free half hours: cleaned, a mask for each weekday from 0, Monday, to 6."""

    widget = Week

    def clean(self, value: Any) -> dict[int, int]:
        masks: dict[int, int] = value or dict.fromkeys(range(7), 0)
        if self.required and not any(masks.values()):
            raise forms.ValidationError(
                self.error_messages["required"], code="required"
            )
        return masks
