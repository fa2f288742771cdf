"""Rows go into Postgres as packed bytes and come out as the numbers they were."""

import math

import numpy as np
import pytest
from django.db import connection

from matching import publishing
from matching.engine.choose import Lists
from matching.engine.filters import RULES
from matching.engine.scored import Outcomes, Pairs, Scored
from matching.engine.snapshot import FACTORS
from matching.models import Outcome, Suggestion

LISTED = 40


@pytest.fixture
def scored(finished):
    """Three goals with long lists, in which every factor is unknown here and there."""
    with connection.cursor() as cursor:  # its goals and mentors are nobody
        for table in ("matching_suggestion", "matching_outcome"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    rng = np.random.default_rng(2)
    factors = rng.random((3 * LISTED, len(FACTORS)), np.float32)
    factors[rng.random(factors.shape) < 0.3] = np.nan
    factors[0], factors[1] = np.nan, 1
    return Scored(
        Outcomes.of(
            goal=[7, 8, 2**40],
            compared=[900, 900, 900],
            candidates=[300, 40, 2**30],
            listed=[LISTED] * 3,
            weights=rng.integers(0, 10_000, (3, len(FACTORS))),
            removed=rng.integers(0, 2**31, (3, len(RULES))),
            removed_alone=rng.integers(0, 900, (3, len(RULES))),
            unknown=rng.integers(0, 900, (3, len(FACTORS))),
        ),
        Pairs.of(
            mentor=np.arange(3 * LISTED) + 2**35,
            score=rng.integers(0, 10_001, 3 * LISTED),
            factors=factors,
            noted=rng.integers(0, 2**28, 3 * LISTED),
        ),
    )


@pytest.mark.parametrize("at_once", [7, publishing.ROWS_AT_ONCE])
def test_suggestions_come_out_as_they_went_in(finished, scored, monkeypatch, at_once):
    monkeypatch.setattr(publishing, "ROWS_AT_ONCE", at_once)
    Suggestion.objects.all().delete()
    shown = np.flatnonzero(scored.positions() < 20)
    lists = Lists.of(
        pair=shown,
        goal=scored.goal_rows()[shown],
        position=scored.positions()[shown],
        featured=np.zeros(len(shown), bool),
        beyond=np.zeros(len(shown), bool),
    )

    publishing.write_suggestions(finished.pk, scored, lists)

    rows = Suggestion.objects.order_by("goal_id", "position")
    told = rows.values_list("goal", "mentor", "position", "score", "noted", *FACTORS)
    expected = [
        (
            int(scored.outcomes.goal[goal]),
            int(scored.pairs.mentor[pair]),
            int(position),
            int(scored.pairs.score[pair]),
            int(scored.pairs.noted[pair]),
            *(
                None if math.isnan(value) else value
                for value in scored.pairs.factors[pair].tolist()
            ),
        )
        for pair, goal, position in zip(
            lists.pair, lists.goal, lists.position, strict=True
        )
    ]
    assert list(told) == expected
    assert {row[5:] for row in told} >= {(None,) * 10, (1.0,) * 10}


def test_outcomes_come_out_as_they_went_in(finished, scored):
    Outcome.objects.all().delete()

    publishing.write_outcomes(finished.pk, scored)

    for row, outcome in enumerate(Outcome.objects.order_by("goal_id")):
        assert outcome.goal_id == scored.outcomes.goal[row]
        for name in ("compared", "candidates"):
            assert getattr(outcome, name) == getattr(scored.outcomes, name)[row]
        for name in ("removed", "removed_alone", "unknown", "weights"):
            told = getattr(scored.outcomes, name)[row]
            assert getattr(outcome, name) == told.tolist()


def test_nothing_at_all_can_be_written(finished, scored):
    none = scored.take(0, 0)

    publishing.write_outcomes(finished.pk, none)
    nowhere = dict.fromkeys(("pair", "goal", "position", "featured", "beyond"), [])
    publishing.write_suggestions(finished.pk, none, Lists.of(**nowhere))
