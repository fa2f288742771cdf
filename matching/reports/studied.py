"""What a study found, as headings and tables: the finding first, the numbers after it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.filters import NUMBER, RULES
from matching.models import Study
from matching.reasons.factors import LABELS, band
from matching.reasons.proposed import cost_in_words
from matching.reports.proposed import at_least
from matching.reports.tables import percent
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment

PERSONAL = ("boundary", "deal_breaker_", "wish_")
"""Rules that rest on what single people said: how many goals hang on one of them is
shown only where there are enough."""
SHOWN = 15
RANKS = ["1", "2–3", "4–5", "6–10", "11–"]


@dataclass(frozen=True)
class Part:
    """One finding: a heading, a table, and for a chart two values a row."""

    key: str
    heading: str
    columns: list[str]
    rows: list[list[Any]]
    text: str = ""
    text_columns: int = 1
    #: (label, first value, second value) of each row, and what the two are.
    chart: list[tuple[str, float, float]] = field(default_factory=list)
    legend: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Finding:
    """A study's page: the finding as its heading, then what stands behind it."""

    heading: str
    parts: list[Part]


def study_name(study: Study) -> str:
    """What was asked, in a line."""
    if study.kind == Study.Kind.FAIRNESS:
        return _("How are lists shared out?")
    return _if(study)[0]


def finding(study: Study) -> Finding:
    """What a finished study found; a fixed number of queries."""
    if study.kind == Study.Kind.FAIRNESS:
        return _fairness(study)
    return _what_if(study)


# --- What would be if -----------------------------------------------------------------------


def _if(study: Study) -> tuple[str, str]:
    """The question, and the beginning of the sentence that answers it."""
    asked = study.asked
    said: dict[str, Callable[[], tuple[str, str]]] = {
        "weight": lambda: _if_weight(asked),
        "version": lambda: (
            _("What if version %(n)d counted?") % {"n": asked["version"]},
            _("By version %(n)d of the rules") % {"n": asked["version"]},
        ),
        "relax": lambda: (
            _("What if this rule did not count: %(rule)s") % {"rule": _rule(asked)},
            _("Without the rule “%(rule)s”") % {"rule": _rule(asked).rstrip(".")},
        ),
        "mentors": lambda: _if_mentors(asked),
    }
    return said[asked["change"]]()


def _rule(asked: dict[str, Any]) -> str:
    return _(RULES[NUMBER[asked["rule"]]].sentence)


def _if_weight(asked: dict[str, Any]) -> tuple[str, str]:
    label = {"factor": str(LABELS[asked["factor"]])}
    sentences = {
        0: (
            _("What if “%(factor)s” did not count?"),
            _("If “%(factor)s” did not count"),
        ),
        0.5: (
            _("What if “%(factor)s” counted half as much?"),
            _("If “%(factor)s” counted half as much"),
        ),
        2: (
            _("What if “%(factor)s” counted twice as much?"),
            _("If “%(factor)s” counted twice as much"),
        ),
    }
    question, start = sentences[asked["times"]]
    return question % label, start % label


def _if_mentors(asked: dict[str, Any]) -> tuple[str, str]:
    count = {"n": asked["how_many"], "name": asked["name"]}
    question = ngettext(
        "What if there were %(n)d more mentor like %(name)s?",
        "What if there were %(n)d more mentors like %(name)s?",
        asked["how_many"],
    )
    start = ngettext(
        "With %(n)d more mentor like %(name)s",
        "With %(n)d more mentors like %(name)s",
        asked["how_many"],
    )
    return question % count, start % count


def _what_if(study: Study) -> Finding:
    found = study.found
    return Finding(_answer(study), [_before_and_after(study, found)])


def _counts(study: Study) -> Callable[[int], str]:
    """How counts of goals are said: exactly, or if they hang on what single people said
    only from the program's smallest group on."""
    rule = study.asked.get("rule", "")
    if not rule.startswith(PERSONAL):
        return str
    smallest = study.program.smallest_cell
    return lambda count: at_least(count, smallest) if count else str(count)


def _answer(study: Study) -> str:
    """The finding as one sentence."""
    found, say = study.found, _counts(study)
    start, change = _if(study)[1], found["difference"]["first_five"]
    gained, lost = len(found["gained"]), len(found["lost"])
    parts = []
    if gained:
        parts.append(
            ngettext(
                "%(n)s more goal finds somebody",
                "%(n)s more goals find somebody",
                gained,
            )
            % {"n": say(gained)}
        )
    if lost:
        parts.append(
            ngettext("%(n)s goal is left alone", "%(n)s goals are left alone", lost)
            % {"n": say(lost)}
        )
    if not parts and change:
        parts.append(
            ngettext(
                "%(n)s goal sees others among its first five",
                "%(n)s goals see others among their first five",
                change,
            )
            % {"n": say(change)}
        )
    return f"{start}, {_(' and ').join(parts) or _('nothing would change')}"


def _before_and_after(study: Study, found: dict[str, Any]) -> Part:
    say, difference = _counts(study), found["difference"]
    before, after = found["before"], found["after"]
    hidden = say is not str

    def row(label: str, key: str) -> list[str]:
        return [label, str(before["coverage"][key]), str(after["coverage"][key])]

    rows = [
        row(_("Goals with three or more people"), "three_or_more"),
        row(_("Goals with one or two"), "one_or_two"),
        row(_("Goals with nobody"), "nobody"),
    ]
    chart = [(label, float(one), float(two)) for label, one, two in rows]
    if hidden:  # the difference of two exact counts would tell what is hidden
        rows, chart = [], []
    rows += [
        [
            _("How well the first one fits, on average"),
            *(band(s["mean_first"]) for s in (before, after)),
        ],
        [_("Unevenness of first fives, Gini"), *_two(before, after, "gini")],
    ]
    if not hidden:
        rows.append(
            [
                _("Mentors in nobody’s first five"),
                str(before["never_shown"]),
                str(after["never_shown"]),
            ]
        )
    text = _(
        "Of %(goals)d goals %(first)s would see somebody else first, and %(five)s would "
        "see others among their first five."
    ) % {
        "first": say(difference["first"]),
        "five": say(difference["first_five"]),
        "goals": difference["goals"],
    }
    columns = [_("What"), _("Now"), _("Then")]
    heading = _("What would change")
    legend = (_("now"), _("then"))
    return Part("change", heading, columns, rows, text, chart=chart, legend=legend)


def _two(before: dict[str, Any], after: dict[str, Any], key: str) -> list[str]:
    return [f"{before[key]:.2f}", f"{after[key]:.2f}"]


# --- How lists are shared out ----------------------------------------------------------------


def _fairness(study: Study) -> Finding:
    found = study.found
    names = _Names.of(study)
    parts = [
        _regret(found, names),
        _blocking(found, names),
        _ranks(found),
        _sensitivity(found),
    ]
    return Finding(_best_share(found["regret"]), parts)


def _best_share(regret: dict[str, Any]) -> str:
    share = regret["got_their_best"]
    if share is None:
        return _("No goal has anybody to be shown first")
    if share == 1:
        return _("Every goal sees its best mentor first")
    return _("%(share)s of the goals see their best mentor first") % {
        "share": percent(share)
    }


class _Names:
    """Titles of goals and names of mentors, read once."""

    def __init__(self, goals: Iterable[int], mentors: Iterable[int]) -> None:
        of_goals = Goal.objects.filter(pk__in=set(goals))
        self.goals = {
            goal.pk: (goal.mentee.person.name, goal.title)
            for goal in of_goals.select_related("mentee__person__profile")
        }
        rows = Enrolment.objects.filter(pk__in=set(mentors))
        self.mentors = {
            mentor.pk: mentor.person.name
            for mentor in rows.select_related("person__profile")
        }

    @classmethod
    def of(cls, study: Study) -> "_Names":
        gave_up = study.found["gave_up"][:SHOWN]
        pairs = study.found["blocking"]["pairs"][:SHOWN]
        goals = [row[0] for row in [*gave_up, *pairs]]
        mentors = [pk for row in gave_up for pk in row[1:3]]
        return cls(goals, [*mentors, *(row[1] for row in pairs)])

    def goal(self, pk: int) -> list[str]:
        return list(self.goals.get(pk, ("–", _("a deleted goal"))))

    def mentor(self, pk: int) -> str:
        return self.mentors.get(pk, "–")


def _regret(found: dict[str, Any], names: _Names) -> Part:
    """Who could do better, by how much, and with whom."""
    rows = [
        [
            *names.goal(goal),
            names.mentor(first),
            names.mentor(best),
            cost_in_words(lost),
        ]
        for goal, first, best, lost in found["gave_up"][:SHOWN]
    ]
    count = found["gave_up_goals"]
    heading = (
        ngettext(
            "One goal is shown somebody else first, so that another gets a place",
            "%(n)d goals are shown somebody else first, so that others get a place",
            count,
        )
        % {"n": count}
        if count
        else _("No goal gives anything up for others")
    )
    columns = [_("Mentee"), _("Goal"), _("Shown first"), _("Best for the goal")]
    text = _(
        "Each mentor stands first only as often as there are free places. The best one "
        "for a goal is still on its list. Those who give up most come first; at most "
        "fifteen are shown."
    )
    return Part(
        "regret", heading, [*columns, _("What is shown is")], rows, text, text_columns=5
    )


def _blocking(found: dict[str, Any], names: _Names) -> Part:
    count = found["blocking"]["count"]
    heading = (
        ngettext(
            "%(n)d pair would rather have each other",
            "%(n)d pairs would rather have each other",
            count,
        )
        % {"n": count}
        if count
        else _("No two would rather have each other")
    )
    rows = [
        [*names.goal(goal), names.mentor(mentor), cost_in_words(gain)]
        for goal, mentor, gain in found["blocking"]["pairs"][:SHOWN]
    ]
    text = _(
        "A goal and a mentor who both fit better than what first places give them. That "
        "is the price of places for as many as possible."
    )
    columns = [_("Mentee"), _("Goal"), _("Mentor"), _("What is shown first is")]
    return Part("blocking", heading, columns, rows, text, text_columns=4)


def _ranks(found: dict[str, Any]) -> Part:
    rows = [
        [label, *counts] for label, counts in zip(RANKS, found["ranks"], strict=True)
    ]
    total = sum(row[1] for row in rows)
    high = sum(row[1] for row in rows[:2])
    heading = (
        _("%(n)d of %(total)d goals see one of their best three first")
        % {"n": high, "total": total}
        if total
        else _("There is nobody to rank")
    )
    columns = [_("Place"), _("of the mentor, for the goal"), _("of the goal, for them")]
    return Part(
        "ranks",
        heading,
        columns,
        rows,
        _("How high whoever is shown first stands with the other side; 1 is the top."),
        chart=[(row[0], float(row[1]), float(row[2])) for row in rows] if total else [],
        legend=(_("the mentor, for the goal"), _("the goal, for the mentor")),
    )


def _sensitivity(found: dict[str, Any]) -> Part:
    told = found["sensitivity"]
    rows = [
        [str(LABELS[factor]), percent(lower), percent(higher)]
        for factor, lower, higher in told
    ]
    known = [row for row in told if row[1] is not None and row[2] is not None]
    heading = _("There is no list to shake")
    if known:
        most = max(known, key=lambda row: max(row[1], row[2]))
        heading = _("Lists hang most on “%(factor)s”") % {
            "factor": str(LABELS[most[0]])
        }
    text = _(
        "The share of lists whose five best are others if one weight is a fifth lower or "
        "higher."
    )
    return Part(
        "sensitivity",
        heading,
        [_("Factor"), _("A fifth lower"), _("A fifth higher")],
        rows,
        text,
        chart=[(str(LABELS[f]), 100 * lower, 100 * up) for f, lower, up in known],
        legend=(_("a fifth lower, of 100 lists"), _("a fifth higher")),
    )
