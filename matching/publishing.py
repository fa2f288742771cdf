"""Arrays into rows: the only way out of the engine. Rows are written by COPY."""

import struct
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, models, transaction
from numpy.typing import NDArray

from matching.engine.choose import Lists
from matching.engine.scored import Scored
from matching.engine.snapshot import FACTORS
from matching.engine.tables import Bools, Column
from matching.models import Outcome, Suggestion

_COPY_HEAD, _COPY_END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def write_outcomes(run_id: int, scored: Scored) -> None:
    """One row per goal."""
    rows = scored.outcomes
    copy_columns(
        Outcome,
        run_id=_int8(np.full(len(rows), run_id)),
        goal_id=_int8(rows.goal),
        compared=_int4(rows.compared),
        candidates=_int4(rows.candidates),
        removed=_int4s(rows.removed),
        removed_alone=_int4s(rows.removed_alone),
        unknown=_int4s(rows.unknown),
        weights=_int2s(rows.weights),
    )


def write_suggestions(run_id: int, scored: Scored, lists: Lists) -> None:
    """One row per shown pair."""
    pairs, chosen = scored.pairs, lists.pair
    factors = pairs.factors[chosen]
    copy_columns(
        Suggestion,
        run_id=_int8(np.full(len(chosen), run_id)),
        goal_id=_int8(scored.outcomes.goal[lists.goal]),
        mentor_id=_int8(pairs.mentor[chosen]),
        position=_int2(lists.position),
        score=_int4(pairs.score[chosen]),
        **{name: _float8(factors[:, n]) for n, name in enumerate(FACTORS)},
        noted=_int4(pairs.noted[chosen]),
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
            copy.write(_COPY_HEAD)
            for key, vector in vectors.items():
                copy.write(_binary_row(key.encode(), vector))
            copy.write(_COPY_END)
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


@dataclass(frozen=True)
class Packed:
    """A column and COPY's binary form of its values, which has one size; NaN is null."""

    values: Column
    form: Any

    def __getitem__(self, rows: slice) -> "Packed":
        return Packed(self.values[rows], self.form)

    def null(self) -> Bools | None:
        return np.isnan(self.values) if self.values.dtype.kind == "f" else None


def _int2(values: Column) -> Packed:
    return Packed(values, ">i2")


def _int4(values: Column) -> Packed:
    return Packed(values, ">i4")


def _int8(values: Column) -> Packed:
    return Packed(values, ">i8")


def _float8(values: Column) -> Packed:
    return Packed(values, ">f8")


def _int2s(values: Column) -> Packed:
    return _array(values, ">i2", oid=21)


def _int4s(values: Column) -> Packed:
    return _array(values, ">i4", oid=23)


def _array(values: Column, dtype: str, oid: int) -> Packed:
    """Rows of equally many numbers as Postgres' arrays: a head, then each with its
    length. The head: one dimension, no nulls, the type, how many, numbered from 1."""
    count, width = values.shape
    each = np.dtype([("length", ">i4"), ("value", dtype)])
    rows = np.empty(count, [("head", ">i4", 5), ("items", each, width)])
    rows["head"] = (1, 0, oid, width, 1)
    rows["items"]["length"] = np.dtype(dtype).itemsize
    rows["items"]["value"] = values
    return Packed(rows, rows.dtype)


ROWS_AT_ONCE = 1 << 13


def copy_columns(model: type[models.Model], **columns: Packed) -> None:
    """Write many rows of a table with one binary COPY, packed column by column; the
    next rows are packed while Postgres takes the last ones."""
    names = ", ".join(columns)
    statement = f"COPY {model._meta.db_table} ({names}) FROM STDIN (FORMAT BINARY)"
    with (
        ThreadPoolExecutor(1) as beside,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        copy.write(_COPY_HEAD)
        upcoming: list[Future[bytes]] = []
        for rows in _blocks(len(next(iter(columns.values())).values)):
            some = [column[rows] for column in columns.values()]
            upcoming.append(beside.submit(_packed_rows, some))
            if len(upcoming) > 1:
                copy.write(upcoming.pop(0).result())
        for block in upcoming:
            copy.write(block.result())
        copy.write(_COPY_END)


def _blocks(count: int) -> list[slice]:
    starts = range(0, count, ROWS_AT_ONCE)
    return [slice(start, start + ROWS_AT_ONCE) for start in starts]


def _packed_rows(columns: list[Packed]) -> bytes:
    """Each value after its length; of what is null only the length, which is −1.

    All rows are written alike first, and then the bytes of nulls are left out. A column
    of nulls only has no such bytes.
    """
    nulls = [column.null() for column in columns]
    layout: list[Any] = [("count", ">i2")]
    for number, (column, null) in enumerate(zip(columns, nulls, strict=True)):
        form = "V0" if null is not None and null.all() else column.form
        layout += [(f"length{number}", ">i4"), (f"{number}", form)]
    rows = np.empty(len(columns[0].values), layout)
    rows["count"] = len(columns)
    stays = np.ones((len(rows), rows.dtype.itemsize), np.bool_)
    ends = 2
    for number, (column, null) in enumerate(zip(columns, nulls, strict=True)):
        size = rows.dtype[f"{number}"].itemsize
        ends += 4 + size
        rows[f"length{number}"] = size or -1
        if size:
            rows[f"{number}"] = column.values
        if size and null is not None:
            rows[f"length{number}"][null] = -1
            stays[null, ends - size : ends] = False
    octets = rows.view(np.uint8).reshape(stays.shape)
    return octets.tobytes() if stays.all() else octets[stays].tobytes()
