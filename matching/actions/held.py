"""What is read of a program at once and then held: in files that all processes of a
machine map, and in the memory of this one, brought up to date by who changed since.

1. The log of changes says who changed since something was read.
2. Those are read anew. Whoever is as before stays as they are.
3. Where too many changed, or much time has passed, everybody is read anew, by one
   process while the others wait for it.

What is held is what reading everybody would find. Whenever that is in doubt, there is
nothing, and whoever asked reads rows.
"""

import fcntl
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.utils import timezone

import matching
from matching.engine.mapped import Mapped
from matching.engine.tables import Column
from matching.loading import changed, vectors
from matching.loading.changed import Moment, Since
from matching.loading.people import coming_monday
from matching.loading.things import text_column, texts_of

_LONGEST = timedelta(hours=12)  # far less than changes are remembered
_MOST_HELD = 4  # of this process: two programs with both sides
_ONE_IN = 50  # if more of them changed, all are read anew


@dataclass(frozen=True)
class Held:
    """Everything is in it that ``seen`` had seen, and was due ``at`` that time; ``began``
    is when everybody was read."""

    seen: Moment
    at: datetime
    began: datetime

    def is_old(self, now: datetime) -> bool:
        """Hours are read for the weeks that come, and ages by the year."""
        monday = coming_monday(self.began) != coming_monday(now)
        return monday or not self.at <= now < self.began + _LONGEST


H = TypeVar("H", bound=Held)


class Source(ABC, Generic[H]):
    """How something is read, and brought up to date.

    ``kinds`` are the kinds of changes that it depends on.
    """

    name: str
    kinds: frozenset[str]

    @abstractmethod
    def is_worth_it(self) -> bool:
        """Whether reading it each time would take long."""

    @abstractmethod
    def read(self) -> Mapping[str, Column]:
        """Everybody, from rows, as plain arrays."""

    @abstractmethod
    def unpack(self, arrays: Mapping[str, Column], when: Held) -> H | None:
        """What was read; None if something is not there any more."""

    @abstractmethod
    def brought_up(self, held: H, since: Since, now: datetime) -> H | None:
        """With everything that changed; None if everybody had better be read anew."""


_held: dict[str, Any] = {}


def now_of(source: Source[H]) -> H | None:
    """What a source gives at this moment; None if rows have to be read."""
    held: H | None = _held.get(source.name)
    lasting = True
    if held is not None:
        held, lasting = _up_to_now(source, held)
    if held is None and lasting:
        held, lasting = _first(source)
    if held is not None and lasting:
        others = [name for name in list(_held) if name != source.name]
        for name in others[: -(_MOST_HELD - 1)]:  # web processes have several threads
            _held.pop(name, None)
        _held[source.name] = held
    return held


def _up_to_now(source: Source[H], held: H) -> tuple[H | None, bool]:
    """With everything that changed; and whether that may be held."""
    now = timezone.now()
    since = changed.since(held.seen)
    if since.own & source.kinds:
        return None, False
    if since.everybody or held.is_old(now):
        return None, since.lasting
    brought = source.brought_up(held, since, now)
    if brought is None:
        return None, since.lasting
    return replace(brought, seen=since.now, at=now), since.lasting


def too_many(changed: int, of: int) -> bool:
    return changed > of // _ONE_IN + 1


def _first(source: Source[H]) -> tuple[H | None, bool]:
    """What some process of this machine has read, or else what this one reads."""
    moment, lasting = changed.now()
    if not lasting or not source.is_worth_it():
        return None, False
    files = _Files(source.name, moment.server)
    with files.alone():
        stored = files.newest()
        held = source.unpack(*stored) if stored else None
        if held is not None:
            held, lasting = _up_to_now(source, held)
        if held is None and lasting:
            held = _read_all(source, files)
    return held, lasting


def _read_all(source: Source[H], files: "_Files") -> H | None:
    at = timezone.now()
    seen, _lasting = changed.now()  # before anything is read: what comes later is new
    arrays, when = source.read(), Held(seen, at, at)
    try:
        files.put(arrays, when)
    except OSError as error:
        vectors.say_once_not_shared(error)
        return source.unpack(arrays, when)
    stored = files.newest()
    return source.unpack(*stored) if stored else source.unpack(arrays, when)


class _Files:
    """Sets of arrays of one source, the newest last. None is changed once it is there.

    Another release, which may read otherwise, and a database that was started anew,
    whose transactions may have the numbers of others, have sets of their own.
    """

    def __init__(self, name: str, server: str) -> None:
        told = "\0".join([name, server, _CODE])
        self.start = f"held-{hashlib.sha256(told.encode()).hexdigest()[:24]}-"
        self.server = server
        self.mapped = Mapped(vectors.shared_folder())

    def newest(self) -> tuple[Mapping[str, Column], Held] | None:
        """What was read last, if it is still there and whole."""
        names = self.mapped.names(self.start)
        arrays = self.mapped.get(names[-1]) if names else None
        if arrays is None:
            return None
        ((seen, read_at),) = texts_of(arrays["when"])
        at = datetime.fromisoformat(read_at)
        return arrays, Held(Moment(self.server, seen), at, at)

    def put(self, arrays: Mapping[str, Column], when: Held) -> None:
        """Share what was read, in place of what was read before."""
        told = text_column([[when.seen.seen, when.at.isoformat()]])
        name = f"{self.start}{when.seen.order:020d}-{when.at:%Y%m%d%H%M%S%f}"
        self.mapped.put(name, {**arrays, "when": told})
        for old in self.mapped.names(self.start):
            if old != name:
                self.mapped.drop(old)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One process of this machine at a time; all at once where that fails."""
        try:
            self.mapped.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = (self.mapped.folder / f"lock-{self.start}").open("w")
        except OSError:
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _code_as_it_began() -> str:
    """A hash of the code that reads people and prepares them."""
    root = Path(matching.__file__).parent
    told = hashlib.sha256()
    for file in sorted([*root.glob("loading/*.py"), *root.glob("engine/**/*.py")]):
        told.update(file.read_bytes())
    return told.hexdigest()


_CODE = _code_as_it_began()
