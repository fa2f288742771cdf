"""Charts as SVG: drawn from figures, with the same numbers in a table underneath."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from matching.reports.tables import Table

register = template.Library()

LEFT, RIGHT, TOP, BOTTOM = 40, 410, 12, 205


def _across(share: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * share, 1)


def _up(share: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * share, 1)


@register.simple_tag
def lorenz_curve(curve: Sequence[Sequence[float]], gini: float) -> SafeString:
    """How evenly mentors are shown: points from (0, 0) to (1, 1), least shown first."""
    line = " ".join(f"{_across(x)} {_up(y)}" for x, y in curve)
    return format_html(
        '<svg class="chart" viewBox="0 0 420 240" role="img" aria-label="{}">'
        '<path class="axis" d="M{left} {top}V{bottom}H{right}" fill="none"/>'
        '<path class="area" d="M{line} {right} {bottom}Z"/>'
        '<path class="curve" d="M{line}"/>'
        '<path class="even" d="M{left} {bottom} {right} {top}"/>'
        '<text x="{left}" y="226">{}</text>'
        '<text x="{right}" y="226" text-anchor="end">{}</text>'
        '<text x="215" y="92" text-anchor="end">{}</text></svg>',
        _("Curve of how evenly mentors are shown, Gini %(gini).2f") % {"gini": gini},
        _("least shown"),
        _("most shown"),
        _("perfectly even"),
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
        line=line,
    )


@register.simple_tag
def histogram(counts: Sequence[int], label: str) -> SafeString:
    """Columns for equal bins from 0 to 100; the lower third is marked and patterned by
    its place, not by its colour alone."""
    highest = max(counts, default=0)
    width = (RIGHT - LEFT) / max(1, len(counts))
    columns = [
        (
            "col low" if 3 * number < len(counts) else "col",
            round(LEFT + number * width + 1, 1),
            _up(count / highest),
            round(width - 2, 1),
            round(BOTTOM - _up(count / highest), 1),
        )
        for number, count in enumerate(counts)
        if count
    ]
    return format_html(
        '<svg class="chart" viewBox="0 0 420 240" role="img" aria-label="{}">'
        '<path class="axis" d="M{} {}H{}" fill="none"/>{}'
        '<text x="{}" y="226">0</text>'
        '<text x="225" y="226" text-anchor="middle">50</text>'
        '<text x="{}" y="226" text-anchor="end">100</text>'
        '<text x="{}" y="{}">{}</text></svg>',
        label,
        LEFT,
        BOTTOM,
        RIGHT,
        format_html_join(
            "",
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="2"/>',
            columns,
        ),
        LEFT,
        RIGHT,
        4,
        TOP + 8,
        highest,
    )


ROW, BAR, FIRST = 46, 12, 34
"""Heights in a chart of bars: of a row, of a bar, and where the first row begins."""


@register.simple_tag
def side_by_side(
    rows: Sequence[tuple[str, float, float]], legend: tuple[str, str], label: str
) -> SafeString:
    """Two bars for each row, one under the other, told apart by place and legend."""
    highest = max((max(one, two) for _label, one, two in rows), default=0) or 1
    height = FIRST + ROW * len(rows)
    bars, words = [], []
    for number, (name, one, two) in enumerate(rows):
        top = FIRST + ROW * number
        words.append((LEFT - 40, top + 12, f"{name}: {one:.0f} · {two:.0f}"))
        for kind, value, down in (("col", one, 17), ("col low", two, 17 + BAR)):
            width = round((RIGHT + 10) * value / highest, 1)
            bars.append((kind, top + down, width, BAR - 2))
    return format_html(
        '<svg class="chart" viewBox="0 0 420 {}" role="img" aria-label="{}">'
        '<rect class="col" x="0" y="4" width="10" height="10" rx="2"/>'
        '<text x="16" y="14">{}</text>'
        '<rect class="col low" x="200" y="4" width="10" height="10" rx="2"/>'
        '<text x="216" y="14">{}</text>{}{}</svg>',
        height,
        label,
        *legend,
        format_html_join("", '<text x="{}" y="{}">{}</text>', words),
        format_html_join(
            "", '<rect class="{}" x="0" y="{}" width="{}" height="{}" rx="2"/>', bars
        ),
    )


@register.filter
def key(tables: dict[str, object], name: str) -> object:
    """An entry whose name no template can spell, such as one with a hyphen."""
    return tables.get(name)


@register.filter
def first_rows(table: Table, most: int) -> Sequence[object]:
    """The first few that are worth a look; the page of the table has them all."""
    return table.rows[table.start :][: int(most)]


@register.filter
def share(fraction: float | None) -> str:
    """A share as a percentage, or a dash where there is nothing to measure."""
    return "–" if fraction is None else f"{100 * fraction:.0f} %"


@register.filter
def hundredths(score: float) -> str:
    """A score of 0 to 1 as points of 100."""
    return f"{100 * score:.0f}"
