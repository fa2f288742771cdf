"""The figures of a run, computed once when it is published and kept with it.

A report is a record: it says what was true of the run, whatever changed since.
"""

from dataclasses import asdict
from typing import Any

import numpy as np

from matching.engine import choose, measure
from matching.engine.choose import Lists
from matching.engine.regret import regret
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.engine.supply import supply
from matching.reports.homophily import homophily_of
from matching.reports.supply import supply_and_demand, what_is_known
from mentorship.programs.models import Program

CURVE_POINTS = 60


def figures(
    scored: Scored, lists: Lists, snapshot: Snapshot, program: Program
) -> dict[str, Any]:
    """Everything a report shows, as plain values; a fixed number of queries."""
    goals, mentors = snapshot.goals, snapshot.mentors
    exposure = measure.exposure(scored, lists, mentors)
    places = mentors.places().sum(axis=0)[exposure.mentors]
    offer = supply(snapshot)
    return {
        "coverage": asdict(measure.coverage(scored)),
        "why_nobody": [asdict(row) for row in measure.why_nobody(scored)],
        "quality": asdict(measure.quality(scored, measure.firsts(lists))),
        "worst": _worst(scored, lists),
        "exposure": {
            "gini": exposure.gini,
            "gini_per_place": exposure.gini_per_place,
            "top_tenth_share": exposure.top_tenth_share,
            "never_shown": exposure.never_shown,
            "mentors": np.stack(
                [mentors.id[exposure.mentors], exposure.times, places], axis=1
            ).tolist(),
            "curve": _thinned(measure.lorenz(exposure.times)),
        },
        "shared_out": _shared_out(scored, lists),
        "lists_per_place": choose.lists_per_place(scored, snapshot).tolist(),
        "first_asks": asdict(measure.first_asks(scored, lists, goals, mentors)),
        "unknown": measure.unknown_shares(scored),
        "supply": supply_and_demand(snapshot, offer),
        "known": what_is_known(
            goals.person.tolist(), mentors.person[offer.taking_part].tolist()
        ),
        "homophily": homophily_of(program),
    }


def _worst(scored: Scored, lists: Lists) -> list[dict[str, Any]]:
    goal_of = scored.goal_rows()
    pairs = scored.pairs
    return [
        {
            "goal": int(scored.outcomes.goal[goal_of[worst.pair]]),
            "mentor": int(pairs.mentor[worst.pair]),
            "score": int(pairs.score[worst.pair]),
            "alternatives": [
                [int(pairs.mentor[row]), int(pairs.score[row])]
                for row in worst.alternatives
            ],
        }
        for worst in measure.worst_pairs(scored, lists)
    ]


def _shared_out(scored: Scored, lists: Lists) -> dict[str, Any]:
    """What it cost the goals that first places are shared out over the program."""
    return {
        "featured": int(lists.featured.sum()),
        "beyond": int(lists.beyond.sum()),
        **asdict(regret(scored, measure.firsts(lists))),
    }


def _thinned(curve: Any) -> list[list[float]]:
    """At most sixty points of a curve, its two ends among them."""
    rows = np.unique(np.linspace(0, len(curve) - 1, CURVE_POINTS).round().astype(int))
    return [[round(x, 4), round(y, 4)] for x, y in curve[rows].tolist()]
