"""From candidates to lists: who is shown for each goal, in which order, who first.

If every goal showed its own best, a few mentors would stand first everywhere and the
others nowhere. So the first of each goal is shared out over the whole program, and the
first five are limited by how many places a mentor has:

1. **First**: the mentor *featured* for a goal. As many goals as possible get one, no
   mentor is featured more often than there are free places of the kind, and of all such
   choices the sum of scores is the highest. A goal without one has only candidates
   whose places are all featured elsewhere.
2. **The other four**: every mentor may stand among the first five in proportion to the
   free places, the proportion being such that there are enough for everybody and a few
   more. Who is wanted more often goes to the goals that would give up least by score
   otherwise. Where a goal cannot fill its five that way, limits double until it can:
   nobody sees fewer than five who has five candidates. Those are marked ``beyond``.
   Four of five are people with evidence (``Candidates.evident``) where there are so
   many, beyond their share if need be. The fifth place is for whoever has a share left,
   and first of all for whoever has more than half of it left.
3. **Order**: featured, then by score. "More" goes on with the best of the others, so
   whoever was limited comes right after the first five.

Equal scores are put in order by ``ties.rank``. Nothing depends on the order in which
goals and mentors are given. Only lists are limited; the directory shows everybody.
"""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from matching.engine.acceptance import deferred_acceptance
from matching.engine.candidates import Candidates
from matching.engine.flow import share_out
from matching.engine.scored import Scored
from matching.engine.snapshot import FORMATS, Snapshot
from matching.engine.tables import Bools, Float64s, Int16s, Int64s, Table, column

SHOWN = 20
SHOWN_FIRST = 5
#: How many of the first five have evidence, where so many candidates have.
WITH_EVIDENCE = 4
#: All shares together, over what there is to fill: where nothing is spare, whoever
#: comes new moves somebody in list after list.
SPARE = 9 / 8


@dataclass(frozen=True, eq=False)
class Lists(Table):
    """What pages show, one row per goal and mentor: goals in order, each list in order."""

    #: Row number among the pairs of the ``Scored``: the mentor, the score and why.
    pair: Int64s = column(np.int64)
    #: Row number among its outcomes: the goal.
    goal: Int64s = column(np.int64)
    #: Place in the goal's list, from 0, without gaps.
    position: Int16s = column(np.int16)
    #: Whether a free place of the mentor was set aside for this goal; at most one.
    featured: Bools = column(np.bool_)
    #: Among the first five although the mentor's share of lists was used up.
    beyond: Bools = column(np.bool_)

    def first(self) -> Bools:
        """Whether a page shows it at once; the others come with "more"."""
        return self.position < SHOWN_FIRST


@dataclass(frozen=True, eq=False)
class Taken(Table):
    """How often mentors stand in the lists of other goals of one kind."""

    #: Id; who is not here stands in none.
    mentor: Int64s = column(np.int64)
    #: Times shown first, and times among the first five.
    first: Int64s = column(np.int64)
    first_five: Int64s = column(np.int64)


def choose(
    scored: Scored,
    snapshot: Snapshot,
    *,
    shown: int = SHOWN,
    feature: bool = True,
    limit: bool = True,
) -> Lists:
    """The lists of all goals, chosen together.

    Parameters
    ----------
    scored : Scored
        Of every goal of the snapshot.
    snapshot : Snapshot
        Its goals' kinds and its mentors' free places count here.
    shown : int
        How long a list may be.
    feature, limit : bool
        Step 1 and step 2 of above can be left out, to see what they change. Without
        both, each goal gets its own best.

    Raises
    ------
    ValueError
        If the snapshot has other goals than the scores, or lacks a mentor.

    Notes
    -----
    100,000 goals with 50 candidates each among 20,000 mentors: about ten seconds.
    """
    among = Candidates.of(scored, snapshot)
    featured = first = _featured(among) if feature else np.zeros(len(among), np.bool_)
    beyond = np.zeros(len(among), np.bool_)
    if limit:
        share = _shares(among, lists_per_place(scored, snapshot))
        first, beyond = _first_five(among, featured, share, min(SHOWN_FIRST, shown))
    return _lists(among, featured, first, beyond, shown)


def choose_one(
    scored: Scored,
    snapshot: Snapshot,
    taken: Taken,
    per_place: Float64s | None,
    *,
    shown: int = SHOWN,
) -> Lists:
    """The list of one goal, while the lists of all others stay as they are.

    Featured is the best candidate who is shown first less often than there are free
    places; the other four are the best with a share left, then the best of the rest. The
    fifth place is first for whoever has more than half of a share left.

    Parameters
    ----------
    scored, snapshot : Scored and Snapshot of one goal
    taken : Taken
        By other goals that ask for the same kind of place.
    per_place : (formats,) float64, optional
        ``lists_per_place`` of the run whose lists stay; None limits nothing.

    Raises
    ------
    ValueError
        If there is not exactly one goal, or the snapshot lacks a mentor.
    """
    if len(scored.outcomes) != 1:
        raise ValueError(f"One goal was expected, not {len(scored.outcomes)}.")
    among = Candidates.of(scored, snapshot)
    ids = scored.pairs.mentor[among.pair]
    free = _times(taken, taken.first, ids) < among.places[among.mentor]
    featured = _best(free & among.may_be_first(SHOWN_FIRST), 1)
    used_up = half_used_up = np.zeros(len(among), np.bool_)
    if per_place is not None:
        share = _shares(among, per_place)[among.mentor]
        times = _times(taken, taken.first_five, ids)
        used_up, half_used_up = times >= share, times >= _half(share)
    first, evident = featured, among.evident
    for some in (evident & ~used_up, evident):
        first = first | _best(some & ~first, WITH_EVIDENCE - int(first.sum()))
    for some in (~half_used_up, ~used_up, ~featured):
        first = first | _best(some & ~first, SHOWN_FIRST - int(first.sum()))
    return _lists(among, featured, first, first & used_up & ~featured, shown)


def lists_per_place(scored: Scored, snapshot: Snapshot) -> Float64s:
    """How many first fives each free place must serve: (formats,) float64.

    As many as there are to fill, times ``SPARE``, over the free places of those who are a
    candidate for anybody; per kind of place, and 0 where nobody asks for it. Rounded up
    to one of eight steps between powers of two: otherwise one more mentor would move
    everybody's share a little, and with it one list in six instead of one in fourteen.
    """
    goals, mentors = snapshot.goals, snapshot.mentors
    wanted = np.minimum(scored.outcomes.listed, SHOWN_FIRST)
    to_fill = np.bincount(goals.format, wanted, minlength=len(FORMATS))
    kind = goals.format[scored.goal_rows()]
    places = [
        mentors.places()[form][np.isin(mentors.id, scored.pairs.mentor[kind == form])]
        for form in range(len(FORMATS))
    ]
    total = np.array([there.sum(dtype=np.int64) for there in places])
    part, power = np.frexp(to_fill * SPARE / np.maximum(total, 1))
    per_place: Float64s = np.ldexp(np.ceil(part * 16) / 16, power)
    return per_place


def _times(taken: Taken, counts: Int64s, ids: Int64s) -> Int64s:
    """The count of each mentor, 0 for those who are not there."""
    order = np.argsort(taken.mentor)
    known = np.append(taken.mentor[order], np.iinfo(np.int64).max)
    at = np.searchsorted(known, ids)
    return np.where(known[at] == ids, np.append(counts[order], 0)[at], 0)


def _best(there: Bools, most: int) -> Bools:
    """The first few of one goal's candidates that are there."""
    best: Bools = there & (np.cumsum(there) <= most)
    return best


def _featured(among: Candidates) -> Bools:
    goals = len(among.starts) - 1
    may = np.flatnonzero(among.may_be_first(SHOWN_FIRST))
    featured = np.zeros(len(among), np.bool_)
    featured[may] = share_out(
        among.goal[may],
        among.mentor[may],
        among.score[may],
        among.places,
        goals=goals,
    )
    return featured


def _shares(among: Candidates, per_place: Float64s) -> Int64s:
    """How many first fives each mentor may stand in, by number of ``among.mentor``."""
    share = among.places * per_place[among.kind]
    return np.ceil(share - 1e-9).astype(np.int64)  # 3 · ⅓ is 1, whatever the digits


def _half(share: Int64s) -> Int64s:
    return (share + 1) // 2


def _first_five(
    among: Candidates, featured: Bools, share: Int64s, most: int
) -> tuple[Bools, Bools]:
    """Who stands among the first few, and which of them beyond their share.

    First those with evidence, then, for the places that are left, whoever it is: who
    was seldom chosen by then comes before others.
    """
    first = within = featured
    everybody = np.ones(len(among), np.bool_)
    for pool, seats, limits in (
        (among.evident, min(WITH_EVIDENCE, most), (share,)),
        (everybody, most, (_half(share), share)),
    ):
        some = _Seats.of(among, pool, featured, seats)
        for limit in limits:
            more = some.taken(first, limit)
            first, within = first | more, within | more
        while some.missing(first).any():
            limit = np.maximum(2 * limit, 1)
            first = first | some.taken(first, limit)
    return first, first & ~within


class _Seats(NamedTuple):
    """Some of the first few places of every goal, and the candidates they are for."""

    among: Candidates
    pool: Bools
    #: How many each goal fills, those included who were chosen before.
    wanted: Int64s
    worth: Int64s

    @classmethod
    def of(cls, among: Candidates, pool: Bools, featured: Bools, most: int) -> Self:
        there = np.bincount(among.goal[pool | featured], minlength=len(among.counts()))
        wanted = np.minimum(there, most)
        return cls(among, pool, wanted, _worth(among, wanted))

    def missing(self, first: Bools) -> Int64s:
        """How many each goal still wants."""
        have = np.bincount(self.among.goal[first], minlength=len(self.wanted))
        missing: Int64s = np.maximum(self.wanted - have, 0)
        return missing

    def taken(self, first: Bools, limit: Int64s) -> Bools:
        """Who comes in addition while mentors may stand in so many first fives."""
        missing = self.missing(first)
        used = np.bincount(self.among.mentor[first], minlength=len(limit))
        left = np.flatnonzero(self.pool & ~first & (missing > 0)[self.among.goal])
        asked = np.bincount(self.among.goal[left], minlength=len(missing))
        accepted = deferred_acceptance(
            starts=np.append(0, np.cumsum(asked)),
            mentor=self.among.mentor[left],
            worth=self.worth[left],
            room=np.maximum(limit - used, 0),
            wanted=missing,
        )
        more = np.zeros(len(self.among), np.bool_)
        more[left[accepted]] = True
        return more


def _worth(among: Candidates, wanted: Int64s) -> Int64s:
    """Who is served first: goals without a choice, then who would give up least.

    A goal's own order is by this, too: so nobody who is passed over by a mentor could
    have had them without pushing out somebody of more worth.
    """
    no_choice = (among.counts() <= wanted)[among.goal]
    given_up = np.where(no_choice, -1, among.given_up())
    return -(given_up << 32) - among.tie


def _lists(
    among: Candidates, featured: Bools, first: Bools, beyond: Bools, shown: int
) -> Lists:
    """Featured, the others of the first few, the rest; each by score."""
    rows = np.flatnonzero(first | (among.position() < shown + SHOWN_FIRST))
    group = np.where(featured, 0, np.where(first, 1, 2))[rows]
    rows = rows[np.argsort(among.outcome[rows] * 3 + group, kind="stable")]
    goal = among.outcome[rows]
    position = np.arange(len(rows)) - np.searchsorted(goal, goal)
    short = position < shown
    rows = rows[short]
    return Lists(
        pair=among.pair[rows],
        goal=among.outcome[rows],
        position=position[short].astype(np.int16),
        featured=featured[rows],
        beyond=beyond[rows],
    )
