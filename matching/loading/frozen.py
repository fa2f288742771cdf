"""The frozen input of a run: arrays and texts as bytes in Postgres, and back."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import astuple
from io import BytesIO
from typing import Any

import numpy as np
import psycopg
from django.db import connection, models

from matching.engine.tables import Column
from matching.engine.text.passages import Passage, Reading
from matching.models import SnapshotPart


def keep(run_id: int, name: str, data: bytes) -> None:
    """Store one part of a run's input, compressed."""
    packed = zlib.compress(data, level=1)
    SnapshotPart.objects.create(run_id=run_id, name=name, data=packed)


def load(run_id: int, name: str) -> bytes:
    [data] = octets(SnapshotPart.objects.filter(run=run_id, name=name), "data")
    return zlib.decompress(data)


def octets(rows: models.QuerySet[Any], column: str) -> list[bytes]:
    """A column of bytes as Postgres holds them; as text, which is how Django asks, they
    are twice as long and take seven times the time."""
    statement, values = rows.values_list(column).query.sql_with_params()
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, binary=True)
        return [stored for (stored,) in cursor]


def pack(arrays: Mapping[str, Column]) -> bytes:
    stored = BytesIO()
    np.savez(stored, allow_pickle=False, **arrays)
    return stored.getvalue()


def unpack(data: bytes) -> dict[str, Column]:
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return dict(arrays)


def readings_to_json(readings: list[Reading]) -> bytes:
    rows = [[r.document, [astuple(p) for p in r.passages]] for r in readings]
    return json.dumps(rows, ensure_ascii=False).encode()


def readings_from_json(data: bytes) -> list[Reading]:
    return [
        Reading(document, tuple(Passage(*fields) for fields in passages))
        for document, passages in json.loads(data)
    ]
