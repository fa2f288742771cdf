"""A form field to pick skills: tick what the search finds, or type one's own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.fields import one_line
from accounts.models import Skill
from accounts.vocabulary.search import named

LONGEST = 120
MOST_KEYS = 40  # more boxes than a page shows: the rest is not read


@dataclass(frozen=True)
class Pick:
    """A concept of the vocabulary, or a person's own words for something else."""

    skill: Skill | None = None
    words: str = ""

    @property
    def label(self) -> str:
        return self.skill.label if self.skill else self.words

    @property
    def key(self) -> str:
        """What a box of the form sends."""
        return f"c:{self.skill.slug}" if self.skill else f"w:{self.words}"


@dataclass(frozen=True)
class Typed:
    """What a form was sent: ticked boxes, and words still to be read."""

    keys: list[str]
    words: str


def picks_of(rows: Iterable[Any]) -> list[Pick]:
    """Rows that hold a skill or words, as picks."""
    return [Pick(row.skill, row.words) for row in rows]


def from_keys(keys: Iterable[str]) -> list[Pick]:
    """Ticked boxes as picks. A concept that is not there (any more) is left out."""
    cleaned = [one_line(key) for key in list(keys)[:MOST_KEYS]]
    slugs = [key[2:] for key in cleaned if key.startswith("c:")]
    concepts = Skill.objects.in_bulk(slugs, field_name="slug")
    picks = []
    for key in cleaned:
        if key[2:] in concepts and key.startswith("c:"):
            picks.append(Pick(concepts[key[2:]]))
        elif key.startswith("w:") and key[2:].strip():
            picks.append(Pick(words=key[2:].strip()[:LONGEST]))
    return list(dict.fromkeys(picks))


def from_words(typed: str) -> list[Pick]:
    """Typed words, parted by commas: the skill they name, or the words themselves."""
    parts = [one_line(part)[:LONGEST] for part in re.split(r"[,;\n]", typed)]
    skills = [(named(part), part) for part in parts[:MOST_KEYS] if part]
    return [Pick(skill) if skill else Pick(words=part) for skill, part in skills]


class SkillsInput(forms.Widget):
    """Boxes for what is picked, and a line to type in that HTMX searches with."""

    template_name = "accounts/widgets/skills.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        many = data.getlist(name) if isinstance(data, QueryDict) else data.get(name, [])
        return Typed(list(many), str(data.get(f"{name}_words", "")))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_words" not in data

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        sent = isinstance(value, Typed)
        context["widget"] |= {
            "picks": from_keys(value.keys) if sent else value or [],
            "words": value.words if sent else "",
        }
        return context


class SkillsField(forms.Field):
    """Cleans to a list of picks, each once, at most ``most``."""

    widget = SkillsInput

    def __init__(self, *, most: int = 8, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[Pick]:
        value = value or Typed([], "")
        both = from_keys(value.keys) + from_words(value.words)
        picks = list(dict.fromkeys(both))
        if self.required and not picks:
            raise forms.ValidationError(_("Pick or type at least one skill."))
        if len(picks) > self.most:
            raise forms.ValidationError(
                _("That is more than %(most)s. Keep the ones that matter most.")
                % {"most": self.most}
            )
        return picks

    def has_changed(self, initial: Any, data: Any) -> bool:
        sent = data or Typed([], "")
        return bool(sent.words) or sent.keys != [pick.key for pick in initial or []]
