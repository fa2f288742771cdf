"""Deferred acceptance: goals ask in their order, mentors keep whom they prefer.

1. Every goal that still wants somebody asks the next mentors of its list, as many as it
   wants.
2. Every mentor who was asked keeps the best of the old and the new, as many as there is
   room for, and lets the others go.
3. Goals that were let go ask on. It ends when nobody asks any more.

All goals of a round ask at once, in arrays, until few are left: those ask one after the
other, which is quicker than a round for each. The order in which they ask does not change
whom they get. Source: Gale and Shapley, "College admissions and the stability of
marriage", American Mathematical Monthly 69 (1962).
"""

import numpy as np

from matching.engine.tables import Bools, Int64s

_FEW = 8  # goals that still ask: so many one by one are quicker than a round


def deferred_acceptance(
    starts: Int64s, mentor: Int64s, worth: Int64s, room: Int64s, wanted: Int64s
) -> Bools:
    """Whom each goal gets.

    Parameters
    ----------
    starts : (goals + 1,) int64
        The list of goal ``i`` is ``mentor[starts[i]:starts[i + 1]]``, best first.
    mentor : (n,) int64
        Row numbers; a mentor stands in a list once.
    worth : (n,) int64
        How much the mentor wants that goal, more is better; of equals the goal that
        comes first.
    room, wanted : (mentors,) and (goals,) int64, not negative
        How many each side can have at most.

    Returns
    -------
    (n,) bool
        The pairs that came about. No goal and mentor would both rather have each other
        than somebody they got, or than a place that stayed empty; and no goal could do
        better in any other outcome of that kind.

    Notes
    -----
    Every pair is asked for at most once; beside that, time goes with the rounds.
    """
    kept = _Kept(mentor, worth, np.minimum(room, _times_listed(mentor, len(room))))
    upcoming, missing = starts[:-1].copy(), wanted.astype(np.int64)
    active = np.arange(len(missing))
    goal = np.repeat(active, np.diff(starts))
    while len(active) > _FEW:
        count = np.minimum(missing[active], starts[active + 1] - upcoming[active])
        asking = ranges(upcoming[active], count)
        upcoming[active] += count
        missing[active] = 0
        refused = goal[kept.ask(asking)]
        np.add.at(missing, refused, 1)
        active = _distinct(refused, len(missing))
    for one in active.tolist():
        _ask_on(one, starts, upcoming, missing, goal, kept)
    came_about = np.zeros(len(mentor), np.bool_)
    came_about[kept.pairs()] = True
    return came_about


def _ask_on(
    goal: int,
    starts: Int64s,
    upcoming: Int64s,
    missing: Int64s,
    goal_of: Int64s,
    kept: "_Kept",
) -> None:
    """One goal asks until it has whom it wants, and so does whoever is let go for it."""
    asking = [goal]
    while asking:
        one = asking.pop()
        while missing[one] > 0 and upcoming[one] < starts[one + 1]:
            pair = int(upcoming[one])
            upcoming[one] += 1
            missing[one] -= 1
            refused = kept.ask_one(pair)
            if refused >= 0:
                let_go = int(goal_of[refused])
                missing[let_go] += 1
                if let_go != one:
                    asking.append(let_go)


def _distinct(numbers: Int64s, below: int) -> Int64s:
    """Each number once, in order: many times faster than ``np.unique`` where they are
    row numbers."""
    there = np.zeros(below, np.bool_)
    there[numbers] = True
    return np.flatnonzero(there)


def _times_listed(mentor: Int64s, mentors: int) -> Int64s:
    return np.bincount(mentor, minlength=mentors).astype(np.int64)


class _Kept:
    """Whom the mentors keep at the moment: one slot per place, the best first."""

    def __init__(self, mentor: Int64s, worth: Int64s, room: Int64s) -> None:
        self.mentor, self.worth, self.room = mentor, worth, room
        self.first_slot = np.cumsum(room) - room
        self.slots = np.full(int(room.sum()), -1)

    def pairs(self) -> Int64s:
        return self.slots[self.slots >= 0]

    def ask(self, asking: Int64s) -> Int64s:
        """Ask for some pairs; gives those that are let go, new ones or old ones."""
        asked = _distinct(self.mentor[asking], len(self.room))
        theirs = ranges(self.first_slot[asked], self.room[asked])
        held = self.slots[theirs]
        rivals = self._in_order(np.concatenate([held[held >= 0], asking]))
        mentor = self.mentor[rivals]
        begins = np.append(True, mentor[1:] != mentor[:-1])[: len(mentor)]
        every = np.arange(len(mentor))
        place = every - np.maximum.accumulate(np.where(begins, every, 0))
        stays = place < self.room[mentor]
        self.slots[theirs] = -1
        self.slots[self.first_slot[mentor[stays]] + place[stays]] = rivals[stays]
        refused: Int64s = rivals[~stays]
        return refused

    def ask_one(self, pair: int) -> int:
        """Ask for a single pair; gives the one that is let go, or −1."""
        mentor = int(self.mentor[pair])
        first, worth = int(self.first_slot[mentor]), self.worth[pair]
        for slot in range(first, first + int(self.room[mentor])):
            held = int(self.slots[slot])
            better = held < 0 or (worth, -pair) > (self.worth[held], -held)
            if better:
                self.slots[slot], pair, worth = pair, held, self.worth[held]
            if pair < 0:
                break
        return pair

    def _in_order(self, rivals: Int64s) -> Int64s:
        """By mentor, the most wanted first, of equals the earlier pair."""
        mentor, worth = self.mentor[rivals], self.worth[rivals]
        top = int(worth.max(initial=0))
        span = top - int(worth.min(initial=0)) + 1
        # One key sorts several times faster, where it fits and tells all apart.
        if span * (len(self.room) + 1) < 2**63:
            key = mentor * span + (top - worth)
            order = np.argsort(key)
            key = key[order]
            if (key[1:] != key[:-1]).all():
                return rivals[order]
        return rivals[np.lexsort((rivals, -worth, mentor))]


def ranges(starts: Int64s, counts: Int64s) -> Int64s:
    """``count`` whole numbers from each start on, one range after the other."""
    ends = np.cumsum(counts)
    within = np.arange(int(ends[-1]) if len(ends) else 0)
    return np.repeat(starts - (ends - counts), counts) + within
