"""The frozen input of a run: arrays and texts as bytes in Postgres, and back."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import astuple
from io import BytesIO

import numpy as np

from matching.engine.tables import Column
from matching.engine.text.passages import Passage, Reading
from matching.models import SnapshotPart


def keep(run_id: int, name: str, data: bytes) -> None:
    """Store one part of a run's input, compressed."""
    packed = zlib.compress(data, level=1)
    SnapshotPart.objects.create(run_id=run_id, name=name, data=packed)


def load(run_id: int, name: str) -> bytes:
    part = SnapshotPart.objects.get(run=run_id, name=name)
    return zlib.decompress(bytes(part.data))


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
