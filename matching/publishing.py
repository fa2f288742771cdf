"""Arrays into rows: the only way out of the engine. Rows are written by COPY."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray
from pgvector import HalfVector

from matching.engine.choose import Lists
from matching.engine.scored import Scored
from matching.engine.snapshot import FACTORS
from matching.models import Outcome, Suggestion, TextVector


def write_outcomes(run_id: int, scored: Scored) -> None:
    """One row per goal."""
    rows = scored.outcomes
    copy_rows(
        Outcome,
        ["run_id", "goal_id", "compared", "candidates"]
        + ["removed", "removed_alone", "unknown", "weights"],
        ["int8", "int8", "int4", "int4", "int4[]", "int4[]", "int4[]", "int2[]"],
        zip(
            [run_id] * len(rows),
            rows.goal.tolist(),
            rows.compared.tolist(),
            rows.candidates.tolist(),
            rows.removed.tolist(),
            rows.removed_alone.tolist(),
            rows.unknown.tolist(),
            rows.weights.tolist(),
            strict=True,
        ),
    )


def write_suggestions(run_id: int, scored: Scored, lists: Lists) -> None:
    """One row per shown pair."""
    pairs, chosen = scored.pairs, lists.pair
    factors = pairs.factors[chosen].astype(np.float64)
    columns = [
        [None if np.isnan(value) else value for value in factors[:, number].tolist()]
        for number in range(len(FACTORS))
    ]
    copy_rows(
        Suggestion,
        ["run_id", "goal_id", "mentor_id", "position", "score", *FACTORS, "noted"],
        ["int8", "int8", "int8", "int2", "int4"] + ["float8"] * len(FACTORS) + ["int4"],
        zip(
            [run_id] * len(chosen),
            scored.outcomes.goal[lists.goal].tolist(),
            pairs.mentor[chosen].tolist(),
            lists.position.tolist(),
            pairs.score[chosen].tolist(),
            *columns,
            pairs.noted[chosen].tolist(),
            strict=True,
        ),
    )


def write_vectors(vectors: Mapping[str, NDArray[np.float16]]) -> None:
    """Store vectors by key; a key that is there already keeps its vector."""
    TextVector.objects.bulk_create(
        [
            TextVector(key=key, vector=HalfVector(vector))
            for key, vector in vectors.items()
        ],
        ignore_conflicts=True,
        batch_size=512,
    )


def copy_rows(
    model: type[models.Model],
    columns: Sequence[str],
    types: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
) -> None:
    """Write many rows of a table with one binary COPY."""
    names = ", ".join(columns)
    statement = f"COPY {model._meta.db_table} ({names}) FROM STDIN (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
