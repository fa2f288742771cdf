"""The five parts of a letter as the composer shows them: one is open, the others say in
a line what stands in them. Nothing is decided here; what is missing is the composer's
to say."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from mentorship.pitches.composer import WRITTEN, Review
from mentorship.pitches.forms import ComposerForm

HOLDS = {
    "why": ("why",),
    "why_you": ("cites", "why_you"),
    "ask": (
        "ask",
        "topic_confirmed",
        "deed",
        "kind",
        "support",
        "support_confirmed",
        "fallback",
    ),
    "commitment": ("commitment", "brings"),
    "introduction": ("introduction",),
}
"""The fields of each part, in the order in which the letter is read."""

HOW_MUCH = ("kind", "support", "fallback")
"""What is chosen beside the question, and mostly stays as it is."""

PLACE = {
    "cited": "cites",
    "deed": "deed",
    "topic": "id_topic_confirmed",
    "support": "id_support_confirmed",
    "length": "id_why",
}
"""Where a check is met, unless it is the field of its own name."""

_CHECKED_IN = {
    "cited": "why_you",
    "topic": "ask",
    "deed": "ask",
    "support": "ask",
    "brings": "commitment",
}
_IN_A_LINE = 90  # signs; the page cuts off what does not fit


@dataclass(frozen=True)
class Part:
    key: str
    title: str
    done: bool
    open: bool
    said: str = ""


def place(key: str) -> str:
    """The id of whatever a check is about."""
    return PLACE.get(key, f"id_{key}")


def parts(
    form: ComposerForm, review: Review, name: str, *, checked: bool
) -> dict[str, Part]:
    """Each part by its key. Open are the first that lacks something, those in which an
    answer needs another look, and after a check all that lack something."""
    lacking = {_CHECKED_IN.get(check.key, check.key) for check in review.missing}
    if "length" in lacking and checked:
        lacking.add("why")  # which is where its link leads
    first = next((key for key in HOLDS if key in lacking), None)
    wrong = {key for key, fields in HOLDS.items() if set(fields) & set(form.errors)}
    opened = wrong | ({first} if not checked else lacking)
    return {
        key: Part(key, title, key not in lacking, key in opened, said(form, key))
        for key, title in _titles(name)
    }


def _titles(name: str) -> Iterator[tuple[str, str]]:
    yield "why", _("What it is about")
    yield "why_you", _("Why %(mentor)s") % {"mentor": name}
    yield "ask", _("What you ask")
    yield "commitment", _("What you give")
    yield "introduction", _("Who you are")


def said(form: ComposerForm, key: str) -> str:
    """What stands in a part, in a line: what was written, else what was picked."""
    fields = [field for field in HOLDS[key] if field in WRITTEN]
    written = [str(form[field].value() or "").strip() for field in fields]
    if not any(written) and "cites" in HOLDS[key]:
        written = [item.label for item in form.picked(" ".join(_picked(form)))]
    return _line(written)


def how_much(form: ComposerForm) -> str:
    """What is chosen beside the question, in a line."""
    chosen = []
    for field in HOW_MUCH:
        labels = dict(form.fields[field].choices)  # type: ignore[attr-defined]
        chosen.append(str(labels.get(form[field].value() or "", "")))
    return _line(chosen)


def _picked(form: ComposerForm) -> list[str]:
    return [str(key) for key in form["cites"].value() or ()]


def _line(texts: list[str]) -> str:
    told = " · ".join(" ".join(text.split()) for text in texts if text)
    return Truncator(told).chars(_IN_A_LINE)
