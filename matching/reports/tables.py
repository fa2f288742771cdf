"""The tables of the match report: the same rows on the page and in the CSV files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.combine import UNITS
from matching.engine.filters import NUMBER, RULES
from matching.engine.measure import BINS
from matching.models import Run
from matching.reasons.factors import LABELS
from matching.reports.supply import SAID_BY
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment

PRIVATE = "private"


@dataclass(frozen=True)
class Row:
    """One row. ``behind`` names the people behind it, for a link; "" if nobody is."""

    cells: list[Any]
    behind: str = ""


@dataclass(frozen=True)
class Table:
    """One table. The first column is text; numbers stand in the others. ``start`` is the
    first row worth a look, where a page shows only some."""

    key: str
    caption: str
    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    text_columns: int = 1
    start: int = 0


def tables(run: Run) -> dict[str, Table]:
    """All tables of a run's report, by key; a fixed number of queries."""
    found = run.figures
    if not found:
        return {}
    mentors = _mentor_names(
        [row[0] for row in found["exposure"]["mentors"]]
        + [pair for row in found["worst"] for pair in _mentors_in(row)]
    )
    made = [
        _coverage(found["coverage"]),
        _why_nobody(found["why_nobody"]),
        _quality(found["quality"]),
        _worst(found["worst"], mentors),
        _exposure(found["exposure"]["mentors"], mentors),
        *(_supply(key, rows) for key, rows in found["supply"].items()),
        _unknown(found["unknown"]),
        _known(found["known"]),
        *(_homophily(found["homophily"]) if "homophily" in found else []),
    ]
    return {table.key: table for table in made}


def headline(run: Run) -> str:
    """The finding of a run, as the heading of its report."""
    coverage = run.figures.get("coverage", {})
    if not coverage.get("goals"):
        return _("No goal was ready to be matched")
    nobody = coverage["nobody"]
    if nobody:
        return ngettext(
            "%(n)d goal still has nobody", "%(n)d goals still have nobody", nobody
        ) % {"n": nobody}
    if coverage["one_or_two"]:
        return ngettext(
            "Every goal has somebody, %(n)d of them only one or two",
            "Every goal has somebody, %(n)d of them only one or two",
            coverage["one_or_two"],
        ) % {"n": coverage["one_or_two"]}
    return _("Every goal has at least three people to choose from")


def percent(share: float | None) -> str:
    return _("nothing to measure") if share is None else f"{100 * share:.0f} %"


def points(score: float | None) -> str:
    """A score as hundredths."""
    return _("nothing to measure") if score is None else f"{100 * score:.1f}"


def _coverage(found: dict[str, int]) -> Table:
    rows = [
        Row([_("Three or more"), found["three_or_more"]], "three-or-more"),
        Row([_("One or two"), found["one_or_two"]], "one-or-two"),
        Row([_("Nobody"), found["nobody"]], "nobody"),
    ]
    columns = [_("People to choose from"), _("Goals")]
    return Table(
        "coverage", _("How many people each goal can choose from"), columns, rows
    )


def _why_nobody(found: list[dict[str, Any]]) -> Table:
    """Private rules stand together in one row without a link: who blocked whom is
    nobody else's business."""
    rows = []
    private = {"together": 0, "alone": 0}
    for row in found:
        rule = RULES[NUMBER[row["rule"]]]
        if rule.private:
            private = {key: private[key] + row[key] for key in private}
            continue
        rows.append(Row([rule.sentence, row["alone"], row["together"]], rule.name))
    if private["together"]:
        sentence = _("Something private between the two.")
        rows.append(Row([sentence, private["alone"], private["together"]]))
    rows.sort(key=lambda row: (-row.cells[1], -row.cells[2]))
    columns = [_("Rule"), _("Alone"), _("With others")]
    return Table(
        "why-nobody", _("Rules that left goals without anybody"), columns, rows
    )


def _quality(found: dict[str, Any]) -> Table:
    width = UNITS // BINS // 100
    rows = [
        Row([f"{number * width} to {(number + 1) * width}", count], f"bin-{number}")
        for number, count in enumerate(found["histogram"])
    ]
    columns = [_("Score of the first suggestion, of 100"), _("Goals")]
    start = next((n for n, row in enumerate(rows) if row.cells[1]), 0)
    return Table(
        "quality", _("How well the first suggestions fit"), columns, rows, start=start
    )


def _worst(found: list[dict[str, Any]], mentors: dict[int, str]) -> Table:
    goals = Goal.objects.filter(pk__in=[row["goal"] for row in found])
    titles = {
        goal.pk: (goal.title, goal.mentee.person.name)
        for goal in goals.select_related("mentee__person__profile")
    }
    rows = []
    for row in found:
        title, mentee = titles.get(row["goal"], (_("a deleted goal"), "–"))
        others = ", ".join(
            f"{mentors.get(mentor, '–')} ({score / 100:.0f})"
            for mentor, score in row["alternatives"]
        )
        cells = [mentee, title, mentors.get(row["mentor"], "–"), others or _("nobody")]
        rows.append(Row([*cells, f"{row['score'] / 100:.0f}"], f"goal-{row['goal']}"))
    columns = [_("Mentee"), _("Goal"), _("Suggested first"), _("Also suggested")]
    return Table(
        "worst",
        _("The weakest first suggestions"),
        [*columns, _("Score, of 100")],
        rows,
        text_columns=4,
    )


def _exposure(found: list[list[int]], mentors: dict[int, str]) -> Table:
    rows = [
        Row(
            [mentors.get(pk, "–"), times, places, f"{times / places:.1f}"],
            f"mentor-{pk}",
        )
        for pk, times, places in sorted(found, key=lambda row: (-row[1], row[0]))
    ]
    columns = [_("Mentor"), _("Times shown"), _("Free places"), _("Per place")]
    return Table(
        "exposure", _("How often each mentor is among the first five"), columns, rows
    )


_SUPPLY = {
    "skill": ("Skills that goals want, scarcest first", "Skill"),
    "purpose": ("What people come for", "Purpose"),
    "format": ("How people want to meet", "Format"),
    "level": ("Levels of mentees and mentors", "Level"),
    "zone": ("Time zones of mentees and mentors", "Time zone"),
}
_NAMES_OF: dict[str, dict[Any, Any]] = {
    "purpose": dict(Goal.Purpose.choices),
    "format": dict(Enrolment.Kind.choices),
}


def _supply(key: str, found: list[list[Any]]) -> Table:
    caption, first = _SUPPLY[key]
    names = _NAMES_OF.get(key, {})
    rows = [Row([names.get(name, name), *numbers], name) for name, *numbers in found]
    columns = [_(first), _("Goals"), _("Mentors"), _("Free places")]
    return Table(key, _(caption), columns, rows)


def _unknown(found: dict[str, float | None]) -> Table:
    rows = [
        Row([str(LABELS[key]), percent(share)], key if key in SAID_BY else "")
        for key, share in found.items()
    ]
    columns = [_("Factor"), _("Pairs for which it is not known")]
    return Table("unknown", _("How much is not known of possible pairs"), columns, rows)


def _known(found: list[list[Any]]) -> Table:
    rows = [
        Row(
            [
                _(key),
                *numbers,
                percent((numbers[0] + numbers[2]) / max(1, numbers[1] + numbers[3])),
            ],
            f"{key.replace(' ', '-')}",
        )
        for key, *numbers in found
    ]
    columns = [_("What"), _("Mentees without"), _("of mentees"), _("Mentors without")]
    columns += [_("of mentors"), _("Not known")]
    return Table("known", _("What people have not said yet"), columns, rows)


_IN_COMMON = {
    "field": "The same field of work",
    "level": "The same level",
    "organisation": "The same organisation",
    "language": "A second language",
    "network": "A network that both show",
    "gender": "The same words for their gender",
}


def _homophily(found: list[dict[str, Any]]) -> list[Table]:
    """No row leads to people: who is alike is nobody's business."""
    rows = [
        Row([_(_IN_COMMON[row["trait"]]), _than_by_chance(row), *_shares(row)])
        for row in found
    ]
    columns = [_("In common"), _("How often"), _("Pairs"), _("Alike"), _("By chance")]
    caption = _("What the two of a pair have in common")
    return [Table("homophily", caption, columns, rows, text_columns=2)]


def _than_by_chance(row: dict[str, Any]) -> str:
    """What the numbers say: more or less often only if chance explains it badly."""
    if row["pairs"] is None:
        return _("Not shown: fewer than %(n)d are alike, or are not") % {
            "n": row["smallest"]
        }
    words = _("About as often as by chance: %(share)s against %(chance)s")
    if row["low"] > row["by_chance"]:
        words = _("More often than by chance: %(share)s against %(chance)s")
    if row["high"] < row["by_chance"]:
        words = _("Less often than by chance: %(share)s against %(chance)s")
    share = percent(row["alike"] / row["pairs"])
    return words % {"share": share, "chance": percent(row["by_chance"])}


def _shares(row: dict[str, Any]) -> list[Any]:
    """The pairs, the share that is alike, about how exactly it is known, and chance."""
    if row["pairs"] is None:
        return ["–", "–", "–"]
    alike = _("%(share)s (%(low).0f to %(high).0f %%)") % {
        "share": percent(row["alike"] / row["pairs"]),
        "low": 100 * row["low"],
        "high": 100 * row["high"],
    }
    return [row["pairs"], alike, percent(row["by_chance"])]


def _mentors_in(row: dict[str, Any]) -> list[int]:
    return [row["mentor"], *(mentor for mentor, _score in row["alternatives"])]


def _mentor_names(pks: Iterable[int]) -> dict[int, str]:
    rows = Enrolment.objects.filter(pk__in=set(pks))
    return {
        mentor.pk: mentor.person.name
        for mentor in rows.select_related("person__profile")
    }
