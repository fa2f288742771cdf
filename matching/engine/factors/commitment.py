"""Factor: can the mentor give what this goal takes, and do they keep their word?

Four parts, of which those that are known are averaged:

- *hours*: declared hours over what the goal needs in a month, at most 1.
- *months*: for ongoing goals, declared months over the months asked, at most 1.
- *answered*, *kept*: requests answered of those due, and meetings kept of those set,
  each filled up to ``ENOUGH`` with the usual rate of the program.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from matching.engine.factors.parts import (
    Kinds,
    by_kind,
    classes_of,
    kinds_of,
    mean_of_known,
)
from matching.engine.snapshot import FORMATS, USUAL_RATE, Goals, Mentors
from matching.engine.tables import (
    NAN,
    Bools,
    Column,
    Float32s,
    Float64s,
    Int64s,
    kept_besides,
)

#: From so many experiences on they alone count.
ENOUGH = 5
#: As many experiences at ``USUAL_RATE`` a program has before it has any of its own:
#: those of four mentors whom people know well.
ASSUMED = 4 * ENOUGH
_MINUTES = 60


def pairs(goals: Goals, mentors: Mentors) -> Callable[[Int64s, Int64s], Float32s]:
    """Prepare both sides; the answer gives the factor for single pairs.

    Parameters
    ----------
    goals, mentors : Goals, Mentors
        The mentors know the usual rates; they are the same for everybody in a run.

    Returns
    -------
    function of (n,) goal rows and (n,) mentor rows → (n,) float32 in [0, 1] or NaN
        The mean of the known parts. Somebody new, who declared anything, stands at
        the usual rate in answered and kept; NaN where somebody new declared nothing
        that this goal asks for.

    Notes
    -----
    Source: requirement R16.
    """
    return by_kind(_kinds, goals, mentors, _Sides(goals, mentors).fit)


def rows(goals: Goals, mentors: Mentors) -> Callable[[slice | Int64s], Float32s]:
    """As ``pairs``, for a range of goals with every mentor: (g, mentors)."""
    side = _Sides(goals, mentors)
    return lambda span: side.fit((span, None), slice(None))


def unknown(goals: Goals, mentors: Mentors) -> tuple[Int64s, Bools]:
    """Where the factor is not known, by class of goal.

    Returns
    -------
    class of each goal : (goals,) int64
    planes : (classes, mentors) bool
    """
    distinct, number = classes_of(~np.isnan(months_asked(goals)))
    nothing = _is_new(mentors) & np.isnan(mentors.hours_per_month)
    planes: Bools = nothing & ~(distinct.astype(bool) & ~np.isnan(mentors.months))
    return number, planes


def usual_rate(count: Column, of: Column) -> float:
    """What the mentors of a program usually do.

    Parameters
    ----------
    count, of : (n,) whole numbers, count ≤ of

    Returns
    -------
    float in [0, 1], of four decimals
        The mean of the mentors' own rates, each with the weight of its experiences, at
        most ``ENOUGH``, so that nobody who is asked a lot decides it alone; and
        ``USUAL_RATE`` with the weight of ``ASSUMED``. Does not depend on the order.
    """
    known = of > 0
    weight = np.minimum(of[known], ENOUGH)
    did = math.fsum([ASSUMED * USUAL_RATE, *(weight * count[known] / of[known])])
    return round(did / (ASSUMED + int(weight.sum())), 4)


def with_usual_rates(mentors: Mentors, answered: float, kept: float) -> Mentors:
    """The same mentors in a program with these usual rates; the very same object if
    they know them already."""
    if (mentors.usual_answered == answered).all() and (
        mentors.usual_kept == kept
    ).all():
        return mentors
    count = len(mentors)
    return mentors.but(
        usual_answered=np.full(count, answered), usual_kept=np.full(count, kept)
    )


def rate(count: Column, of: Column, usual: Float64s | float = USUAL_RATE) -> Float64s:
    """A rate, filled up to ``ENOUGH`` experiences with the usual one.

    Parameters
    ----------
    count, of : (n,) whole numbers, count ≤ of

    Returns
    -------
    (n,) float64 in [0, 1]
        ``(count + k·usual) / (of + k)`` with ``k = max(0, ENOUGH − of)``: exactly
        the usual rate without any experience, their own alone from ``ENOUGH`` on. One
        more kept word never lowers it.
    """
    filled = np.maximum(0, ENOUGH - of)
    filled_rate: Float64s = (count + filled * usual) / (of + filled)
    return filled_rate


class _Sides:
    """Both sides prepared: what each goal asks for, and what each mentor offers."""

    def __init__(self, goals: Goals, mentors: Mentors) -> None:
        self.minutes = _minutes_asked(goals)
        self.months_asked = months_asked(goals)
        self.offered, self.months, self.new = _declared(mentors)
        self.answered = rate(mentors.answered, mentors.asked, mentors.usual_answered)
        self.kept = rate(mentors.kept, mentors.meetings, mentors.usual_kept)

    def fit(self, goal: Any, mentor: Any) -> Float32s:
        """The factor where two indices meet, whatever shape they have together."""
        hours = np.minimum(1, self.offered[mentor] / self.minutes[goal])
        months = np.minimum(1, self.months[mentor] / self.months_asked[goal])
        nothing = self.new[mentor] & np.isnan(hours) & np.isnan(months)
        answered = np.where(nothing, NAN, self.answered[mentor])
        kept = np.where(nothing, NAN, self.kept[mentor])
        return mean_of_known(hours, months, answered, kept)


def _declared(mentors: Mentors) -> tuple[Float64s, Float64s, Bools]:
    """Minutes per month and months that mentors can give, and who is new."""
    minutes = mentors.hours_per_month.astype(float) * _MINUTES
    return minutes, mentors.months.astype(float), _is_new(mentors)


@kept_besides
def _minutes_asked(goals: Goals) -> Float64s:
    minutes: Float64s = goals.minutes_needed * goals.meetings_per_month.astype(float)
    return minutes


@kept_besides
def months_asked(goals: Goals) -> Float64s:
    """For how many months each ongoing goal asks; NaN where it does not."""
    ongoing = goals.format == FORMATS.index("ongoing")
    return np.where(ongoing, goals.months.astype(float), NAN)


@kept_besides
def _kinds(goals: Goals) -> Kinds:
    return kinds_of(_minutes_asked(goals), months_asked(goals))


def _is_new(mentors: Mentors) -> Bools:
    new: Bools = (mentors.asked == 0) & (mentors.meetings == 0)
    return new
