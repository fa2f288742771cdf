"""From candidates to lists: who is shown for each goal, in which order, who first.

Now each goal gets its own best candidates. Limits on how often a mentor is shown, and
proposals for a whole program, belong here too: they choose among the same candidates.
"""

from dataclasses import dataclass

import numpy as np

from matching.engine.scored import Scored
from matching.engine.tables import Bools, Int16s, Int64s, Table, column

SHOWN = 20
SHOWN_FIRST = 5


@dataclass(frozen=True, eq=False)
class Lists(Table):
    """What pages show, one row per goal and mentor: goals in order, each best first."""

    #: Row number among the pairs of the ``Scored``: the mentor, the score and why.
    pair: Int64s = column(np.int64)
    #: Row number among its outcomes: the goal.
    goal: Int64s = column(np.int64)
    #: Place in the goal's list, from 0, without gaps.
    position: Int16s = column(np.int16)

    def first(self) -> Bools:
        """Whether a page shows it at once; the others come with "more"."""
        return self.position < SHOWN_FIRST


def choose(scored: Scored, *, shown: int = SHOWN) -> Lists:
    """The best ``shown`` candidates of each goal.

    The order is total: best score first, of equals the smaller mentor id. It is checked
    rather than trusted, because a list out of order would be believed.

    Raises
    ------
    ValueError
        If the pairs are not in that order.
    """
    pairs, goal, position = scored.pairs, scored.goal_rows(), scored.positions()
    falls = pairs.score[1:] < pairs.score[:-1]
    ties = (pairs.score[1:] == pairs.score[:-1]) & (
        pairs.mentor[1:] > pairs.mentor[:-1]
    )
    if not (falls | ties | (position[1:] == 0)).all():
        raise ValueError("The candidates are not in order of score and mentor.")
    keep = np.flatnonzero(position < shown)
    return Lists(pair=keep, goal=goal[keep], position=position[keep].astype(np.int16))
