"""How lists are shared out: who gives up what, who would rather swap, what it hangs on."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Study
from matching.reasons.factors import LABELS
from matching.reasons.proposed import cost_in_words
from matching.reports.findings import Finding, Part
from matching.reports.tables import percent
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment

SHOWN = 15
RANKS = ["1", "2–3", "4–5", "6–10", "11 and on"]


def fairness(study: Study) -> Finding:
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
        heading = (
            _("Lists hang most on “%(factor)s”") % {"factor": str(LABELS[most[0]])}
            if max(most[1:]) > 0
            else _("No list hangs on one weight alone")
        )
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
