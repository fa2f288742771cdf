"""What would be if, as a sentence and as numbers before and after."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.engine.filters import NUMBER, RULES
from matching.models import Study
from matching.reasons.factors import LABELS, band
from matching.reports.findings import Finding, Part
from matching.reports.proposed import at_least

PERSONAL = ("boundary", "deal_breaker_", "wish_")
"""Rules that rest on what single people said: how many goals hang on one of them is
shown only where there are enough."""


def question(study: Study) -> tuple[str, str]:
    """The question, and the beginning of the sentence that answers it."""
    asked = study.asked
    said: dict[str, Callable[[], tuple[str, str]]] = {
        "weight": lambda: _if_weight(asked),
        "version": lambda: (
            _("What if the weights of version %(n)d counted?")
            % {"n": asked["version"]},
            _("By the weights of version %(n)d") % {"n": asked["version"]},
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


def what_if(study: Study) -> Finding:
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
    start, change = question(study)[1], found["difference"]["first_five"]
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
