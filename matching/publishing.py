"""Arrays into rows: the only way out of the engine. Rows are written by COPY."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection, models, transaction
from numpy.typing import NDArray

from matching.engine.choose import Lists
from matching.engine.scored import Scored
from matching.engine.snapshot import FACTORS
from matching.models import Outcome, Suggestion


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
    """Store vectors by key; a key that is there already keeps its vector.

    They go in as Postgres' own bytes, by way of a table of the moment, because COPY
    cannot pass over what is there: forty times faster than as text.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS new_vectors "
            "(LIKE matching_textvector) ON COMMIT DELETE ROWS"
        )
        with cursor.copy("COPY new_vectors FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
            for key, vector in vectors.items():
                copy.write(_binary_row(key.encode(), vector))
            copy.write(b"\xff\xff")
        cursor.execute(
            "INSERT INTO matching_textvector (key, vector) "
            "SELECT key, vector FROM new_vectors ON CONFLICT DO NOTHING"
        )
        cursor.execute("TRUNCATE new_vectors")


def _binary_row(key: bytes, vector: NDArray[np.float16]) -> bytes:
    """A key and a halfvec as COPY's binary format has them: big-endian, with lengths."""
    numbers = vector.astype(">f2").tobytes()
    half = struct.pack(">HH", len(vector), 0) + numbers
    head = struct.pack(">hi", 2, len(key)) + key
    return head + struct.pack(">i", len(half)) + half


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
