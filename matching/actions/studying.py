"""Studies: how lists are shared out, and what would be if. They change nothing."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
from django.utils import timezone

from accounts.models import User
from matching.actions.afresh import Standing, read_now
from matching.actions.bells import ring
from matching.actions.leases import Told, Write, work_under_lease
from matching.engine import choose, measure, regret
from matching.engine.combine import UNITS
from matching.engine.filters import Rules as HardRules
from matching.engine.scored import Scored
from matching.engine.snapshot import FACTORS
from matching.engine.tables import Int64s
from matching.engine.what_if import Change, sensitivity, what_if
from matching.loading import weights
from matching.models import LiveRun, Study
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program, Rules

State = Study.State

PAIRS_AT_ONCE = 10_000
"""Up to so many pairs a study is made while its admin waits: it takes under a second
(docs/matching.md). Beyond, a worker makes it."""
PAIRS_UNREAD = 100
"""The same before the first run, when every text has yet to be encoded."""
ROWS_KEPT = 100
RANKS = (1, 3, 5, 10)
"""The last rank of each group; whatever comes after is one more."""
READ, DONE = 20, 99


def ask_study(
    program: Program, *, by: User, kind: str, asked: dict[str, Any] | None = None
) -> Study:
    """Ask for a study; a small program gets it at once, a large one from a worker."""
    made = Study.objects.create(
        program=program, made_by=by, kind=kind, asked=asked or {}
    )
    goals = Goal.objects.filter(mentee__program=program).matchable().count()
    mentors = Enrolment.objects.mentors().filter(program=program).count()
    matched = LiveRun.objects.filter(program=program).exists()
    if goals * mentors <= (PAIRS_AT_ONCE if matched else PAIRS_UNREAD):
        study(made.pk)
        made.refresh_from_db()
    else:
        ring(Study.TASK, [made.pk])
    return made


def cancel_study(made: Study) -> bool:
    """Stop a study; false if it was over already."""
    ours = Study.objects.under_way().filter(pk=made.pk)
    return bool(ours.update(state=State.CANCELLED, lease_until=None))


def retry_study(made: Study) -> bool:
    """Work on a study again that failed or was cancelled."""
    over = Study.objects.filter(pk=made.pk, state__in=[State.FAILED, State.CANCELLED])
    again = over.update(
        state=State.WORKING, attempts=0, percent=0, failure="", rung_at=timezone.now()
    )
    if again:
        ring(Study.TASK, [made.pk])
    return bool(again)


def study(study_id: int) -> bool:
    """Make a study that was asked for; false if there was nothing to do."""
    return work_under_lease(Study, study_id, _study)


def _study(asked: Study, told: Told) -> Write:
    standing = read_now(asked.program)
    told(READ)
    work = {Study.Kind.FAIRNESS: _fairness, Study.Kind.WHAT_IF: _what_if}
    found = work[Study.Kind(asked.kind)](asked, standing, told)
    size = {
        "goals": len(standing.snapshot.goals),
        "mentors": len(standing.snapshot.mentors),
        "version": standing.rules.get("version", 0),
    }
    return lambda: {"state": State.DONE, "found": size | found, "failure": ""}


def _fairness(asked: Study, standing: Standing, told: Told) -> dict[str, Any]:
    """What goals give up by the first place of their list, and who would rather swap."""
    scored = standing.scored_whole(lambda part: told(READ + int((DONE - READ) * part)))
    lists = choose.choose(scored, standing.snapshot)
    firsts = measure.firsts(lists)
    goal, ranks = scored.goal_rows()[firsts], regret.ranks(scored, firsts)
    shaken = sensitivity(scored, standing.snapshot.goals, standing.weights)
    return {
        "regret": asdict(regret.regret(scored, firsts)),
        "gave_up": _gave_up(scored, firsts),
        "gave_up_goals": int((regret.regrets(scored, firsts)[goal] > 0).sum()),
        "blocking": _blocking(scored, standing, firsts),
        "ranks": [
            [of_mentor, of_goal]
            for of_mentor, of_goal in zip(
                _grouped(ranks.of_mentor), _grouped(ranks.of_goal), strict=True
            )
        ],
        "sensitivity": [[row.factor, row.lower, row.higher] for row in shaken],
    }


def _grouped(ranks: Int64s) -> list[int]:
    group = np.searchsorted(RANKS, ranks)
    counts: list[int] = np.bincount(group, minlength=len(RANKS) + 1).tolist()
    return counts


def _gave_up(scored: Scored, firsts: Int64s) -> list[list[int]]:
    """[goal, mentor shown first, own best, given up], the most first."""
    lost = regret.regrets(scored, firsts)
    row_of = scored.goal_rows()
    order = np.argsort(-lost[row_of[firsts]], kind="stable")
    starts = scored.starts()
    found = []
    for pair in firsts[order][:ROWS_KEPT].tolist():
        goal = row_of[pair]
        given_up = round(float(lost[goal]) * UNITS)
        if given_up:
            ids = scored.pairs.mentor[[pair, starts[goal]]].tolist()
            found.append([int(scored.outcomes.goal[goal]), *ids, given_up])
    return found


def _blocking(scored: Scored, standing: Standing, firsts: Int64s) -> dict[str, Any]:
    """How many pairs would both rather have each other, and those with most to gain."""
    rows = regret.blocking_pairs(scored, standing.snapshot, firsts)
    goal = scored.goal_rows()
    got = np.zeros(len(scored.outcomes), np.int64)
    got[goal[firsts]] = scored.pairs.score[firsts]
    gain = scored.pairs.score[rows] - got[goal[rows]]
    best = rows[np.argsort(-gain, kind="stable")][:ROWS_KEPT]
    pairs = zip(
        scored.outcomes.goal[goal[best]].tolist(),
        scored.pairs.mentor[best].tolist(),
        (scored.pairs.score[best] - got[goal[best]]).tolist(),
        strict=True,
    )
    return {"count": len(rows), "pairs": [list(pair) for pair in pairs]}


def _what_if(asked: Study, standing: Standing, told: Told) -> dict[str, Any]:
    change = _CHANGES[asked.asked["change"]](asked, standing)
    found = what_if(
        standing.snapshot,
        standing.relevance,
        standing.hard_rules,
        standing.weights,
        change=change,
        told=lambda share: told(READ + int((DONE - READ) * share)),
    )
    told(DONE)
    return asdict(found)


def _other_weight(asked: Study, standing: Standing) -> Change:
    """One factor counts more or less, for all purposes."""
    table = standing.weights.copy()
    table[:, FACTORS.index(asked.asked["factor"])] *= asked.asked["times"]
    return Change(weights=table)


def _other_version(asked: Study, _standing: Standing) -> Change:
    """An older version of the rules, or what Belay comes with."""
    version = asked.asked["version"]
    rules = Rules.objects.filter(program=asked.program, version=version).first()
    return Change(weights=weights({"weights": rules.weights if rules else {}}))


def _relaxed(asked: Study, standing: Standing) -> Change:
    """One hard rule does not count."""
    rules = standing.hard_rules
    relaxed = HardRules(
        reporting_line=rules.reporting_line,
        least_relevance=rules.least_relevance,
        relaxed=frozenset([asked.asked["rule"]]),
    )
    return Change(rules=relaxed)


def _more_mentors(asked: Study, _standing: Standing) -> Change:
    return Change(more_like=asked.asked["like"], how_many=asked.asked["how_many"])


_CHANGES: dict[str, Callable[[Study, Standing], Change]] = {
    "weight": _other_weight,
    "version": _other_version,
    "relax": _relaxed,
    "mentors": _more_mentors,
}
