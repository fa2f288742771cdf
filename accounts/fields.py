"""Form fields and cleaners for what people type, so that odd input never breaks a page."""

import re
import unicodedata
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import zones

# Marks that turn the direction of whatever follows, so that a name could hide what a
# page says after it. The plain direction marks stay: Hebrew and Arabic need them.
_TURNS_TEXT = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")


def one_line(text: str) -> str:
    """Text as one line: composed letters, single spaces, nothing that cannot be seen."""
    return " ".join(_visible(_LINE_ENDS.sub(" ", text), keep="").split())


def many_lines(text: str) -> str:
    """Text with its lines: composed letters, at most one empty line between two."""
    lines = _visible(_LINE_ENDS.sub("\n", text), keep="\n").split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _visible(text: str, keep: str) -> str:
    """Without control characters, half characters and marks that turn the text."""
    kept = (
        " " if char in "\t\n\v\f" and char not in keep else char
        for char in text
        if char in "\t\n\v\f"
        or unicodedata.category(char) not in {"Cc", "Cs", "Cn"}
        and ord(char) not in _TURNS_TEXT
    )
    return unicodedata.normalize("NFC", "".join(kept))


class OneLine(forms.CharField):
    """A line of text, cleaned before it is checked."""

    def to_python(self, value: Any) -> str:
        return one_line(str(value or ""))


class ManyLines(forms.CharField):
    """A text of several lines, cleaned before it is checked."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return many_lines(str(value or ""))


class ZoneSelect(forms.Select):
    """A list of zones. Each knows its older names, so that a script can choose the one
    that the browser names in its own way."""

    def __init__(self, attrs: Any = None, **kwargs: Any) -> None:
        super().__init__({"data-guess-zone": True} | (attrs or {}), **kwargs)

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        if old := zones.older_names(str(option["value"])):
            option["attrs"]["data-also"] = " ".join(old)
        return option


class ZoneField(forms.ChoiceField):
    """A time zone by its name of today; ``held`` is kept even if it is an older one."""

    widget = ZoneSelect

    def __init__(self, *, held: str = "", **kwargs: Any) -> None:
        choices = [("", _("Not said")), *zones.choices(also=held)]
        super().__init__(choices=choices, **kwargs)

    def to_python(self, value: Any) -> str:
        return zones.canonical(super().to_python(value))


def clean_text_field(
    db_field: "models.Field[Any, Any]", **kwargs: Any
) -> forms.Field | None:
    """For ``formfield_callback`` of a ModelForm: text of models becomes clean text."""
    if isinstance(db_field, models.TextField):
        kwargs["form_class"] = ManyLines
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
    elif type(db_field) is models.CharField and not db_field.choices:
        kwargs["form_class"] = OneLine
    field = db_field.formfield(**kwargs)
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = _("Not said")
    elif db_field.choices and db_field.blank and isinstance(field, forms.ChoiceField):
        said = [choice for choice in db_field.get_choices() if choice[0] != ""]
        field.choices = [("", _("Not said")), *said]
    return field
