"""Proposals for a whole program at once: at most one mentor for each goal.

They are suggestions to an admin and to the people. Nothing comes about by them: a
relationship still needs the yes of both. Only candidates are proposed, so no hard rule
is broken; who is no candidate of a goal cannot be pinned to it either.

``optimum`` weighs the program as a whole; ``stable`` leaves no goal and mentor who would
both rather have each other. Under scarcity the two differ: the first has a higher sum,
the second gives nobody a reason to look elsewhere.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.engine.acceptance import deferred_acceptance
from matching.engine.candidates import Candidates
from matching.engine.combine import UNITS
from matching.engine.flow import share_out
from matching.engine.scored import Scored
from matching.engine.snapshot import Snapshot
from matching.engine.tables import Bools, Int16s, Int64s, Table, column

#: Ids of a goal and of a mentor's enrolment.
Pair = tuple[int, int]


class Aim(StrEnum):
    """What comes first; the sum of scores always decides among equals."""

    SCORE = "score", "The highest sum of scores, even if it leaves somebody out"
    EVERYONE = "everyone", "As many goals as possible get somebody"
    SPREAD = "spread", "As many as possible, shared out evenly among mentors"
    WORST = "worst", "As many as possible, the weakest pair as strong as can be"

    def __new__(cls, value: str, sentence: str) -> "Aim":
        """A value for forms and rows, with a sentence for pages."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    sentence: str


@dataclass(frozen=True, eq=False)
class Proposed(Table):
    """One row per goal that somebody is proposed for, goals by id."""

    #: Row number among the pairs of the ``Scored``.
    pair: Int64s = column(np.int64)
    goal: Int64s = column(np.int64)
    mentor: Int64s = column(np.int64)
    #: In ten-thousandths.
    score: Int16s = column(np.int16)
    pinned: Bools = column(np.bool_)


@dataclass(frozen=True)
class Summary:
    """A proposal in a few figures; scores in [0, 1], None where nothing is proposed."""

    goals: int
    proposed: int
    pinned: int
    total: float
    mean: float | None
    weakest: float | None
    #: Mentors with at least one goal, and the most goals that one of them has.
    mentors: int
    most: int


@dataclass(frozen=True, eq=False)
class Proposal:
    """Whom to propose for which goal, and who is left."""

    proposed: Proposed
    #: Ids of the goals for whom nobody is proposed, in order.
    unmatched: Int64s

    def summary(self) -> Summary:
        """The figures that an admin compares proposals by."""
        rows, score = self.proposed, self.proposed.score / UNITS
        times = np.unique(rows.mentor, return_counts=True)[1]
        return Summary(
            goals=len(rows) + len(self.unmatched),
            proposed=len(rows),
            pinned=int(rows.pinned.sum()),
            total=int(rows.score.sum(dtype=np.int64)) / UNITS,
            mean=float(score.mean()) if len(rows) else None,
            weakest=float(score.min()) if len(rows) else None,
            mentors=len(times),
            most=int(times.max(initial=0)),
        )


def optimum(
    scored: Scored,
    snapshot: Snapshot,
    aim: Aim = Aim.SCORE,
    *,
    pins: Collection[Pair] = (),
    never: Collection[Pair] = (),
) -> Proposal:
    """The best proposal for the program as a whole; no other does better by its aim.

    Parameters
    ----------
    scored, snapshot : Scored and Snapshot of the same goals
    aim : Aim
        ``SPREAD``: of all ways to serve as many as possible, the one with the smallest
        sum of squared numbers of goals per mentor and kind of place; so nobody gets a
        second goal while somebody else could have had a first.
    pins, never : pairs of ids
        Kept in any case, and kept out in any case. Pins take their places first and
        are not asked for by ``WORST``.

    Raises
    ------
    ValueError
        If a pin is no candidate, two pins are for one goal, a mentor has fewer places
        than pins, or a pair is both pinned and kept out.

    Notes
    -----
    Minimum-cost flow; see ``flow.share_out``. ``WORST`` solves about fifteen.
    """
    among = Candidates.of(scored, snapshot)
    market = _Market.of(among, scored, pins, never)
    usable = market.usable
    if aim is Aim.WORST:
        usable = usable[_bottleneck(market, among)]
    load = 0
    if aim is Aim.SPREAD:  # one step of load outweighs all scores together
        load = UNITS * (len(among.starts) - 1) + 1
    chosen = market.share_out(
        among, usable, as_many_as_possible=aim is not Aim.SCORE, load=load
    )
    return _proposal(scored, among, chosen, market.pinned)


def stable(
    scored: Scored,
    snapshot: Snapshot,
    *,
    pins: Collection[Pair] = (),
    never: Collection[Pair] = (),
) -> Proposal:
    """Deferred acceptance: goals ask in their order, mentors keep the best they are asked.

    Both sides go by the score of the pair, ties by ``ties.rank``. Apart from pins, no
    goal and mentor are left who would both rather have each other than what they got.
    Parameters and errors as for ``optimum``.
    """
    among = Candidates.of(scored, snapshot)
    market = _Market.of(among, scored, pins, never)
    goals = len(among.starts) - 1
    asked = np.bincount(among.goal[market.usable], minlength=goals)
    accepted = deferred_acceptance(
        starts=np.append(0, np.cumsum(asked)),
        mentor=among.mentor[market.usable],
        worth=((among.score << 32) - among.tie)[market.usable],
        room=market.room,
        wanted=np.ones(goals, np.int64),
    )
    return _proposal(scored, among, market.usable[accepted], market.pinned)


def possible(scored: Scored, snapshot: Snapshot, pairs: Collection[Pair]) -> list[Pair]:
    """Those of some pairs that can be pinned together, in their order.

    What was a candidate yesterday may be none today; the first of two for one goal
    counts, and the first ones that fit into a mentor's places.
    """
    among = Candidates.of(scored, snapshot)
    row = {}
    for number in _rows_of(among, scored, pairs).tolist():
        goal = int(scored.outcomes.goal[among.outcome[number]])
        row[goal, int(scored.pairs.mentor[among.pair[number]])] = number
    kept: list[Pair] = []
    left, served = among.places.tolist(), set()
    for pair in pairs:
        place = among.mentor[row[pair]] if pair in row else None
        if place is not None and pair[0] not in served and left[place] > 0:
            left[place] -= 1
            served.add(pair[0])
            kept.append(pair)
    return kept


@dataclass(frozen=True, eq=False)
class _Market:
    """What is left to be decided once pins and never-pairs are set."""

    #: Rows of the candidates that are pinned, and that may be chosen.
    pinned: Int64s
    usable: Int64s
    #: Free places beside the pins, by number of ``Candidates.mentor``.
    room: Int64s
    #: Goals pinned to each of them.
    busy: Int64s

    @classmethod
    def of(
        cls,
        among: Candidates,
        scored: Scored,
        pins: Collection[Pair],
        never: Collection[Pair],
    ) -> "_Market":
        both = set(pins) & set(never)
        if both:
            raise ValueError(f"Pinned and kept out at the same time: {sorted(both)}.")
        pinned = _rows_of(among, scored, pins)
        if len(pinned) != len(set(pins)):
            raise ValueError("A pin can only be a candidate of its goal.")
        if len(np.unique(among.goal[pinned])) != len(pinned):
            raise ValueError("A goal can have only one pin.")
        used = np.bincount(among.mentor[pinned], minlength=len(among.places))
        if (used > among.places).any():
            raise ValueError("A mentor has more pins than free places.")
        out = np.isin(among.goal, among.goal[pinned])
        out[_rows_of(among, scored, never)] = True
        return cls(pinned, np.flatnonzero(~out), among.places - used, used)

    def share_out(
        self, among: Candidates, rows: Int64s, *, as_many_as_possible: bool, load: int
    ) -> Int64s:
        """The rows that a flow chooses out of some."""
        chosen = share_out(
            among.goal[rows],
            among.mentor[rows],
            among.score[rows],
            self.room,
            goals=len(among.starts) - 1,
            as_many_as_possible=as_many_as_possible,
            load=load,
            busy=self.busy,
        )
        return rows[chosen]


def _rows_of(among: Candidates, scored: Scored, pairs: Collection[Pair]) -> Int64s:
    """Rows of the candidates that are among some pairs of ids."""
    wanted = np.array(sorted(set(pairs)), np.int64).reshape(-1, 2)
    goal = scored.outcomes.goal[among.outcome]
    near = np.flatnonzero(np.isin(goal, wanted[:, 0]))
    mentor = scored.pairs.mentor[among.pair[near]]
    listed = set(map(tuple, wanted.tolist()))
    ids = zip(goal[near].tolist(), mentor.tolist(), strict=True)
    return near[[pair in listed for pair in ids]] if len(near) else near


def _bottleneck(market: _Market, among: Candidates) -> Bools:
    """The usable pairs that are good enough: the highest bar that leaves nobody out."""
    score = among.score[market.usable]

    def reach(bar: int) -> int:
        rows = market.usable[score >= bar]
        return len(market.share_out(among, rows, as_many_as_possible=True, load=0))

    bars = np.unique(score)
    everybody, low, high = reach(0), 0, len(bars) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if reach(int(bars[middle])) == everybody:
            low = middle
        else:
            high = middle - 1
    good_enough: Bools = score >= (bars[low] if len(bars) else 0)
    return good_enough


def _proposal(
    scored: Scored, among: Candidates, chosen: Int64s, pinned: Int64s
) -> Proposal:
    rows = np.sort(np.concatenate([chosen, pinned]))
    pair, goal = among.pair[rows], scored.outcomes.goal
    proposed = Proposed(
        pair=pair,
        goal=goal[among.outcome[rows]],
        mentor=scored.pairs.mentor[pair],
        score=scored.pairs.score[pair],
        pinned=np.isin(rows, pinned),
    )
    return Proposal(proposed, np.setdiff1d(goal, proposed.goal))
