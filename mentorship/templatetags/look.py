"""Small pictures and marks of the design system: icons, monograms, steps, weeks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.undo import Undo, undo_of

register = template.Library()

# One line per icon: shapes inside a 20 × 20 box, drawn with the colour of the text.
ICONS = {
    "add": '<path d="M10 4v12M4 10h12"/>',
    "arrow": '<path d="M4 10h12m-5-5 5 5-5 5"/>',
    "back": '<path d="M16 10H4m5-5-5 5 5 5"/>',
    "bookmark": '<path d="M6 3.5h8v13l-4-3.2-4 3.2z"/>',
    "calendar": '<rect x="3" y="4.5" width="14" height="12" rx="2"/>'
    '<path d="M3 8.5h14M7 2.5v3.5M13 2.5v3.5"/>',
    "check": '<path d="m4 10.5 4 4 8-9"/>',
    "circle": '<circle cx="10" cy="10" r="6"/>',
    "close": '<path d="m5 5 10 10M15 5 5 15"/>',
    "clock": '<circle cx="10" cy="10" r="7"/><path d="M10 6v4l3 2"/>',
    "copy": '<rect x="7" y="7" width="9.5" height="9.5" rx="2"/>'
    '<path d="M13 4.5A1.5 1.5 0 0 0 11.5 3H5a2 2 0 0 0-2 2v6.5A1.5 1.5 0 0 0 4.5 13"/>',
    "download": '<path d="M10 3v9m-4-4 4 4 4-4M4 16.5h12"/>',
    "edit": '<path d="m4 16 .8-3.6L13 4l3 3-8.4 8.2z"/>',
    "eye": '<path d="M2 10c3.5-6 12.5-6 16 0-3.5 6-12.5 6-16 0z"/>'
    '<circle cx="10" cy="10" r="2.3"/>',
    "flag": '<path d="M5 17.5v-14h9.5l-2 3.5 2 3.5H5"/>',
    "globe": '<circle cx="10" cy="10" r="7"/>'
    '<path d="M3 10h14M10 3c-4.5 4-4.5 10 0 14M10 3c4.5 4 4.5 10 0 14"/>',
    "key": '<circle cx="7" cy="13" r="3.5"/><path d="m9.5 10.5 6.5-6.5M13 7l2 2"/>',
    "lock": '<rect x="4.5" y="9" width="11" height="8" rx="2"/>'
    '<path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>',
    "mail": '<rect x="3" y="5" width="14" height="10.5" rx="2"/>'
    '<path d="m3.5 6.5 6.5 5 6.5-5"/>',
    "people": '<circle cx="7" cy="7" r="2.8"/><path d="M2 16c0-6 10-6 10 0"/>'
    '<path d="M13 4.5a2.6 2.6 0 0 1 0 5M14.5 12c2.2.5 3.5 2 3.5 4"/>',
    "person": '<circle cx="10" cy="6.5" r="3.2"/><path d="M3.5 17c0-7.5 13-7.5 13 0"/>',
    "search": '<circle cx="9" cy="9" r="5.5"/><path d="m13 13 4 4"/>',
    "undo": '<path d="M4 8h8a4.2 4.2 0 0 1 0 8.4H7M4 8l3.5-3.5M4 8l3.5 3.5"/>',
    "warning": '<path d="M10 3 2.5 16.5h15zM10 8.5v3.5m0 2.3v.2"/>',
}
TURNS_WITH_THE_TEXT = {"arrow", "back", "undo"}
"""Icons that point along the text, mirrored where text runs from right to left."""

WEEKDAYS_SHOWN = 7


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon. Without a label it is decoration, and words must stand beside it."""
    look = "icon turns" if name in TURNS_WITH_THE_TEXT else "icon"
    told = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    shapes = mark_safe(ICONS[name])  # noqa: S308  # our own constant
    return format_html(
        '<svg class="{}" viewBox="0 0 20 20" {}>{}</svg>', look, told, shapes
    )


@register.filter
def initials(name: str) -> str:
    """Up to two letters that stand for a name: the first and the last word's."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.simple_tag
def monogram(name: str, size: str = "") -> SafeString:
    """The round sign of a person. Decoration: the name always stands beside it."""
    return format_html(
        '<span class="{}" aria-hidden="true">{}</span>',
        f"monogram {size}".strip(),
        initials(name) or "·",
    )


@register.simple_tag
def steps(distance: int | None) -> SafeString:
    """The rope from you to them over four rungs: how far apart two levels are.

    ``distance`` is their level minus yours, in steps; None is not known.
    """
    drawn = max(-3, min(3, distance or 0))
    you = 3 if drawn < -2 else max(0, -drawn)
    they = you + drawn
    apart = 4 if distance == 0 else 0  # two people on one rung stand side by side
    start = (8 + 16 * you - apart, 19 - 4.5 * you)
    end = (8 + 16 * they + apart, 19 - 4.5 * they)
    if distance is None:
        end = (40, 7)  # in the air: no rung is theirs yet
    return format_html(
        '<svg class="steps" viewBox="0 0 68 26" aria-hidden="true">'
        '<path class="rung" d="M2 22.5h12M18 18h12M34 13.5h12M50 9h12"/>{}'
        '<circle class="you" cx="{}" cy="{}" r="3.2"/>'
        '<circle class="{}" cx="{}" cy="{}" r="3.2"/></svg>',
        _rope(start, end) if drawn else "",
        *start,
        "unknown" if distance is None else "they",
        *end,
    )


def _rope(start: tuple[float, float], end: tuple[float, float]) -> SafeString:
    """A rope with some slack, leaving the lower person upwards."""
    low, high = sorted((start, end), key=lambda point: -point[1])
    return format_html(
        '<path class="rope" d="M{} {}C{} {} {} {} {} {}"/>',
        *low,
        low[0],
        high[1] - 2,
        high[0],
        low[1] - 1,
        *high,
    )


@register.filter
def steps_in_words(distance: int | None) -> str:
    """The same distance as words, because the picture is hidden from screen readers."""
    if distance is None:
        return _("level not known yet")
    if distance == 0:
        return _("at your level")
    count = abs(distance)
    if distance > 0:
        return ngettext(
            "one step ahead of you", "%(count)d steps ahead of you", count
        ) % {"count": count}
    return ngettext("one step before you", "%(count)d steps before you", count) % {
        "count": count
    }


@register.simple_tag
def week(free: Sequence[float], both: Sequence[float]) -> SafeString:
    """Seven small columns, Monday first: hours they are free, and hours you share.

    Both are hours per day; six hours fill a column. Shared hours never rise above the
    free ones, because they are part of them.
    """
    columns = [
        _day(day, float(theirs), min(float(shared), float(theirs)))
        for day, (theirs, shared) in enumerate(zip(free, both, strict=True))
    ]
    if len(columns) != WEEKDAYS_SHOWN:
        raise ValueError(f"A week has seven days, got {len(columns)}.")
    return format_html(
        '<svg class="week" viewBox="0 0 90 24" aria-hidden="true">{}</svg>',
        format_html_join("", "{}", ((column,) for column in columns)),
    )


def _day(day: int, free: float, both: float) -> SafeString:
    """One day: a thin line without free hours, else a column with its shared part."""
    height = 3.0 if free <= 0 else 4 + 20 * min(free, 6) / 6
    shared = 0.0 if both <= 0 else min(height, max(4.0, height * both / free))
    column = '<rect class="{}" x="{}" y="{}" width="9" height="{}" rx="2"/>'
    drawn = format_html(
        column,
        "free" if free > 0 else "none",
        day * 13,
        round(24 - height, 1),
        round(height, 1),
    )
    if shared:
        drawn += format_html(
            column, "both", day * 13, round(24 - shared, 1), round(shared, 1)
        )
    return drawn


@register.simple_tag
def bar(fraction: float | None) -> SafeString:
    """A factor's bar, from 0 to 1; None draws the dashed outline of not known yet."""
    if fraction is None:
        inside = mark_safe(
            '<rect class="unknown" x=".5" y=".5" width="199" height="8" rx="4"/>'
        )
    else:
        inside = format_html(
            '<rect class="of" width="200" height="9" rx="4"/>'
            '<rect class="is" width="{}" height="9" rx="4"/>',
            round(200 * max(0.0, min(1.0, float(fraction)))),
        )
    return format_html(
        '<svg class="bar" viewBox="0 0 200 9" preserveAspectRatio="none" '
        'aria-hidden="true">{}</svg>',
        inside,
    )


@register.simple_tag
def asked(
    form: BaseForm, question: Mapping[str, str] | None = None
) -> BoundField | None:
    """The only field of a form, called by the words of its page's question.

    None when there are several: then each keeps its own label under the heading.
    """
    fields = form.visible_fields()
    if len(fields) != 1:
        return None
    field = fields[0]
    words = question or {}
    field.label = words.get("title") or field.label
    field.help_text = words.get("help") or field.help_text
    return field


@register.inclusion_tag("components/moment.html")
def moment(at: datetime, their_zone: str = "", name: str = "") -> dict[str, Any]:
    """A date and time in the reader's zone and, if named, in another person's too."""
    mine = timezone.localtime(at)
    told: dict[str, Any] = {"at": mine, "place": _place(str(mine.tzinfo))}
    if their_zone:
        theirs = at.astimezone(ZoneInfo(their_zone))
        told |= {
            # Without its zone, or the template would turn it back into the reader's.
            "theirs": theirs.replace(tzinfo=None),
            "their_place": _place(their_zone),
            "name": name,
            "other_day": theirs.date() != mine.date(),
        }
    return told


def _place(zone: str) -> str:
    """The city of a zone, such as Lisbon for Europe/Lisbon."""
    return zone.rpartition("/")[2].replace("_", " ")


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How far something long has come, as a bar and as words."""
    percent = 0 if total <= 0 else min(100, 100 * done // total)
    return {"done": done, "total": max(total, 1), "label": label, "percent": percent}


@register.filter
def each_with(people: Iterable[Any], cells: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each person with the cell that is theirs."""
    return list(zip(people, cells, strict=True))


@register.filter
def first_control(field: BoundField) -> str:
    """The id that an error's link leads to: the field's first control."""
    return field.id_for_label or (
        field.subwidgets[0].id_for_label if len(field) else field.auto_id
    )


@register.filter
def before_more(label: str) -> str:
    """A label on which a sentence follows: "Your question: ", but "By when? "."""
    if not label:
        return ""
    return f"{label} " if str(label)[-1] in ":?.!" else f"{label}: "


@register.filter
def undo(message: Message) -> Undo | None:
    """The named Undo that a message carries, if any."""
    return undo_of(message)
