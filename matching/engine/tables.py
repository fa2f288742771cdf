"""Tables of arrays: declared, checked, cut, stored and read back in one place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import wraps
from typing import Any, Self, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Bools = NDArray[np.bool_]
Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Int8s = NDArray[np.int8]
Int16s = NDArray[np.int16]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
UInt8s = NDArray[np.uint8]
UInt16s = NDArray[np.uint16]
UInt32s = NDArray[np.uint32]
UInt64s = NDArray[np.uint64]
Column = NDArray[Any]

NAN = float("nan")
_NEEDED = object()
T = TypeVar("T")
Made = TypeVar("Made")


def column(dtype: type, *shape: int | str, unknown: object = _NEEDED) -> Any:
    """Declare an array of a table.

    ``shape`` is what follows the rows, with a word where any length will do.
    ``unknown`` is the value of ``Table.of`` for a column that is left out; without it
    the column cannot be left out.
    """
    return field(metadata={"dtype": np.dtype(dtype), "shape": shape, "none": unknown})


@dataclass(frozen=True, eq=False)
class Table:
    """Named arrays with equally many rows, checked when they are put together."""

    def __post_init__(self) -> None:
        for name, meta in _columns(type(self)).items():
            array = getattr(self, name)
            if not isinstance(array, np.ndarray) or array.dtype != meta["dtype"]:
                raise ValueError(f"{self._where(name)} must hold {meta['dtype']}.")
            if not _fits(array.shape, (len(self), *meta["shape"])):
                wanted = (len(self), *meta["shape"])
                raise ValueError(
                    f"{self._where(name)} must have shape {wanted}, got {array.shape}."
                )

    def __len__(self) -> int:
        first = getattr(self, next(iter(_columns(type(self)))))
        return int(first.shape[0]) if np.ndim(first) else 0

    def _where(self, name: str) -> str:
        return f"{type(self).__name__}.{name}"

    def demand(self, name: str, holds: Bools | bool, otherwise: str) -> None:
        """Refuse a column that breaks a rule, in a sentence that names it."""
        if not np.all(holds):
            raise ValueError(f"{self._where(name)} {otherwise}.")

    def demand_between(self, name: str, low: float, high: float) -> None:
        """Refuse values outside ``low`` to ``high``; NaN, the unknown, may stay."""
        array = getattr(self, name)
        inside = ~((array < low) | (array > high))
        self.demand(name, inside, f"must lie between {low} and {high}")

    @classmethod
    def of(cls, **known: object) -> Self:
        """Build a table from what is known; every column left out is unknown.

        Lists will do: values are converted to the column's type if that loses nothing.
        """
        columns = _columns(cls)
        strangers = sorted(known.keys() - columns.keys())
        needed = {name for name, meta in columns.items() if meta["none"] is _NEEDED}
        if strangers or needed - known.keys():
            lacking = sorted(needed - known.keys())
            raise ValueError(f"{cls.__name__} lacks {lacking}, knows no {strangers}.")
        rows = len(np.asarray(known[next(iter(columns))]))
        made = {}
        for name, meta in columns.items():
            if name in known:
                made[name] = _convert(f"{cls.__name__}.{name}", known[name], meta)
            else:
                shape = (rows, *_widths(meta))
                made[name] = np.full(shape, meta["none"], meta["dtype"])
        return cls(**made)

    def take(self, rows: slice | Int64s) -> Self:
        """Some of the rows, in the order given; a slice copies nothing."""
        return type(self)(**{n: array[rows] for n, array in self.to_arrays().items()})

    def but(self, **columns: Column) -> Self:
        """The same with some other columns; it shares what is kept besides them."""
        made = replace(self, **columns)
        object.__setattr__(made, "_like", getattr(self, "_like", self))
        return made

    def to_arrays(self) -> dict[str, Column]:
        """The arrays by name, ready for ``numpy.savez``."""
        return {name: getattr(self, name) for name in _columns(type(self))}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Column]) -> Self:
        """The table that ``to_arrays`` took apart; other names are ignored."""
        missing = [name for name in _columns(cls) if name not in arrays]
        if missing:
            raise ValueError(f"{cls.__name__} is missing the arrays {missing}.")
        return cls(**{name: arrays[name] for name in _columns(cls)})

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """The rows of several tables, one after the other; at least one table."""
        apiece = [part.to_arrays() for part in parts]
        return cls(
            **{
                name: np.concatenate([arrays[name] for arrays in apiece])
                for name in _columns(cls)
            }
        )


def kept_besides(make: Callable[[T], Made]) -> Callable[[T], Made]:
    """As ``kept_with``, and kept for all tables that differ from one by what
    ``Table.but`` was given: for what never reads such columns."""
    kept = kept_with(make)

    @wraps(make)
    def get(table: T) -> Made:
        return kept(getattr(table, "_like", table))

    return get


def kept_with(make: Callable[[T], Made]) -> Callable[[T], Made]:
    """Make something of a table (compared by identity) once, and keep it as long as the
    table lives.

    The mentors of a program are the same for all goals, so what is prepared of them is
    prepared once. What is made must not hold the table itself.
    """
    made: WeakKeyDictionary[T, Made] = WeakKeyDictionary()

    @wraps(make)
    def get(table: T) -> Made:
        if table not in made:
            made[table] = make(table)
        return made[table]

    return get


def narrow(sparse: csr_array) -> csr_array:
    """The same with half as long numbers of columns, which are read far more often than
    there are so many of them; scipy looks through long ones whenever it is asked."""
    indices, ends = sparse.indices.astype(np.int32), sparse.indptr.astype(np.int32)
    return csr_array((sparse.data, indices, ends), shape=sparse.shape)


def count_true(marks: Bools) -> Int32s:
    """How many are true in each row; several times faster than ``sum(axis=1)``."""
    octets = np.packbits(marks, axis=1)
    counts: Int32s = np.bitwise_count(octets).sum(axis=1, dtype=np.int32)
    return counts


def pack(marks: Bools) -> UInt64s:
    """Bits in words: (n, k) bool → (n, ⌈k / 64⌉) uint64, filled up with zeros."""
    octets = np.packbits(marks, axis=1, bitorder="little")
    octets = np.pad(octets, [(0, 0), (0, -octets.shape[1] % 8)])
    return octets.view("<u8").astype(np.uint64, copy=False)


def unpack(words: UInt64s, count: int) -> Bools:
    """The first ``count`` bits of packed rows: (…, words) uint64 → (…, count) bool."""
    octets = words.astype("<u8", copy=False).view(np.uint8)
    bits = np.unpackbits(octets, axis=-1, count=count, bitorder="little")
    return bits.view(np.bool_)


def count_bits(words: UInt64s) -> Int32s:
    """How many bits are set in each row: (…, words) uint64 → (…) int32."""
    counts: Int32s = np.bitwise_count(words).sum(axis=-1, dtype=np.int32)
    return counts


def apart(**tables: Table) -> dict[str, Column]:
    """The arrays of several tables under names such as ``goals.purpose``."""
    return {
        f"{name}.{column}": array
        for name, table in tables.items()
        for column, array in table.to_arrays().items()
    }


def together(table: str, arrays: Mapping[str, Column]) -> dict[str, Column]:
    """The arrays of one table, out of what ``apart`` made."""
    start = f"{table}."
    return {
        name.removeprefix(start): array
        for name, array in arrays.items()
        if name.startswith(start)
    }


def _columns(table: type[Table]) -> dict[str, Mapping[str, Any]]:
    """What ``column`` declared, by name; worked out once per kind of table."""
    if table not in _COLUMNS:
        _COLUMNS[table] = {own.name: own.metadata for own in fields(table)}
    return _COLUMNS[table]


_COLUMNS: dict[type[Table], dict[str, Mapping[str, Any]]] = {}


def _fits(shape: tuple[int, ...], wanted: tuple[int | str, ...]) -> bool:
    return len(shape) == len(wanted) and all(
        isinstance(want, str) or want == got
        for want, got in zip(wanted, shape, strict=True)
    )


def _widths(meta: Mapping[str, Any]) -> list[int]:
    return [1 if isinstance(width, str) else width for width in meta["shape"]]


def _convert(where: str, given: object, meta: Mapping[str, Any]) -> Column:
    before = np.asarray(given)
    if before.shape == (0,):  # an empty list has no width of its own
        before = before.reshape(0, *_widths(meta))
    with np.errstate(invalid="ignore"):
        after = before.astype(meta["dtype"])
    if meta["dtype"].kind != "f" and not np.array_equal(before, after):
        raise ValueError(f"{where} does not fit {meta['dtype']}.")
    return after
