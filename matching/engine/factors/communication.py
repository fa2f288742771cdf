"""Factor: would talking be easy? Six axes of style, some alike, some complementary."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from matching.engine.factors.parts import at, classes_of
from matching.engine.snapshot import AXES, Goals, Mentors
from matching.engine.tables import (
    NAN,
    Bools,
    Float32s,
    Int64s,
    UInt8s,
    kept_besides,
)


class Axis(NamedTuple):
    """How one axis counts."""

    #: Likeness: best where both stand. Complement: best at the mirrored place.
    alike: bool
    weight: int


#: Comfort asks for likeness: somebody who wishes for gentle words is not helped by
#: direct ones. Ways of working ask for the other half: who sees the big picture gains
#: from somebody who sees the detail. The two that hurt most when missed count double.
COUNTS = {
    "direct_gentle": Axis(alike=True, weight=2),
    "structured_free": Axis(alike=False, weight=1),
    "listens_advises": Axis(alike=True, weight=1),
    "writes_speaks": Axis(alike=True, weight=1),
    "big_picture_detail": Axis(alike=False, weight=1),
    "challenges_reassures": Axis(alike=True, weight=2),
}
_ALIKE = np.array([1 if COUNTS[axis].alike else -1 for axis in AXES], np.float32)
_WEIGHT = np.array([COUNTS[axis].weight for axis in AXES], np.float32)

# Answers are read in quarter steps and the weights add up to a power of two, so that
# all sums below are small whole numbers over 1024: exact in float32, in whatever order
# a matrix product adds them up.
_QUARTERS = 4
#: Mean squared distance of two people who answer at random, in steps²: worth a half.
CHANCE = 4
_CHANCE = np.float32(CHANCE * _QUARTERS**2)
_ZERO_AT = np.float32(2 * _CHANCE * _WEIGHT.sum())


def rows(goals: Goals, mentors: Mentors) -> Callable[[slice | Int64s], Float32s]:
    """Prepare both sides; the answer gives the factor for any range of goals.

    With d the distance on an axis (of the mirrored answer where the axis wants a
    complement) and w its weight, the factor is ``1 − Σ w·d² / (2 · CHANCE · Σ w)``, not
    below 0. An axis that either has not answered counts d² = ``CHANCE``: neither for
    nor against, so that answering more earns nothing by itself.

    Returns
    -------
    function of a slice of goals, or of rows → (g, mentors) float32 in [0, 1] or NaN
        1 where all answers suit, 0.5 for two strangers by chance; NaN where the two
        have answered no common axis. Exact, whatever the slice.

    Notes
    -----
    The square unfolds into one matrix product over three columns per axis. Source:
    requirement R11.
    """
    asks, offers = unfold_goals(goals), unfold_mentors(mentors)
    answered, known = _answered(goals), _bits(mentors.styles)
    all_axes = 2 ** len(AXES) - 1
    always_common = (answered.all() and (known == all_axes).all()) or (
        known.all() and (answered == all_axes).all()
    )

    def block(span: slice | Int64s) -> Float32s:
        fit: Float32s = asks[span] @ offers
        np.maximum(fit, np.float32(0), out=fit)
        if not always_common:
            common = answered[span, None] & known[None, :]
            np.copyto(fit, np.float32(NAN), where=common == 0)
        return fit

    return block


def pairs(goals: Goals, mentors: Mentors) -> Callable[[Int64s, Int64s], Float32s]:
    """As ``rows``, for single pairs: (n,) goal rows and (n,) mentor rows → (n,)."""
    asks, offers = unfold_goals(goals), _by_mentor(mentors)
    answered, known = _answered(goals), _bits(mentors.styles)

    def values(goal: Int64s, mentor: Int64s) -> Float32s:
        mine, theirs = at(asks, goal), at(offers, mentor)
        fit: Float32s = (
            np.einsum("nk,nk->n", mine, theirs) if mentor.ndim else mine @ theirs
        )
        np.maximum(fit, np.float32(0), out=fit)
        fit[at(answered, goal) & at(known, mentor) == 0] = np.nan
        return fit

    return values


def unknown(goals: Goals, mentors: Mentors) -> tuple[Int64s, Bools]:
    """Where the factor is not known, by class of goal: by the axes it has answered.

    Returns
    -------
    class of each goal : (goals,) int64
    planes : (classes, mentors) bool
        64 classes at most.
    """
    distinct, number = classes_of(_answered(goals))
    planes: Bools = distinct & _bits(mentors.styles) == 0
    return number, planes


def communication(goals: Goals, mentors: Mentors) -> Float32s:
    """The factor of every goal with every mentor; see ``rows``."""
    return rows(goals, mentors)(slice(None))


def axis_fit(asked: Float32s, offered: Float32s) -> Float32s:
    """How well each axis suits, so that a page can name both halves.

    Parameters
    ----------
    asked, offered : (…, 6) float32
        Styles of mentees and mentors, in the order of ``AXES``.

    Returns
    -------
    (…, 6) float32 in [0, 1] or NaN
        1 where the answers suit, 0 at the opposite ends; NaN where one is missing.
    """
    distance = _wished(asked) - _quarters(offered)
    full = np.float32((4 * _QUARTERS) ** 2)
    fit: Float32s = (1 - distance**2 / full).astype(np.float32)
    return fit


def _quarters(styles: Float32s) -> Float32s:
    whole: Float32s = np.rint(styles * np.float32(_QUARTERS))
    return whole


def _wished(asked: Float32s) -> Float32s:
    """The mentor's place on each axis that would suit best."""
    wished: Float32s = _quarters(asked) * _ALIKE
    return wished


@kept_besides
def unfold_goals(goals: Goals) -> Float32s:
    """(goals, 19): what times ``unfold_mentors`` gives the factor before its floor.

    With t the wish and m the mentor's style, (t − m)² − chance is the product of
    (t² − chance, −2t, 1) and (1, m, m²); all zeros where one is not known. The last
    column adds the half that chance is worth on all axes together.
    """
    styles = goals.styles
    known = ~np.isnan(styles)
    wish = np.nan_to_num(_wished(styles))
    parts = ((wish**2 - _CHANCE) * known, -2 * wish, known.astype(np.float32))
    lost = np.concatenate([part * _WEIGHT for part in parts], axis=1)
    half = np.full((len(styles), 1), np.float32(0.5))
    return np.concatenate([-lost / _ZERO_AT, half], axis=1)


@kept_besides
def unfold_mentors(mentors: Mentors) -> Float32s:
    """(19, mentors); see ``unfold_goals``."""
    styles = mentors.styles
    known = (~np.isnan(styles)).astype(np.float32)
    style = np.nan_to_num(_quarters(styles))
    always = np.ones((len(styles), 1), np.float32)
    unfolded = np.concatenate([known, style, style**2, always], axis=1)
    return np.ascontiguousarray(unfolded.T)


@kept_besides
def _by_mentor(mentors: Mentors) -> Float32s:
    return np.ascontiguousarray(unfold_mentors(mentors).T)


@kept_besides
def _answered(goals: Goals) -> UInt8s:
    return _bits(goals.styles)


def _bits(styles: Float32s) -> UInt8s:
    """One bit per answered axis."""
    return np.packbits(~np.isnan(styles), axis=1, bitorder="little")[:, 0]
