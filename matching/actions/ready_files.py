"""Where the processes of a machine share the mentors of a program that one has read."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import matching
from matching import loading
from matching.engine.factors.two_looks import Offered
from matching.engine.mapped import Mapped
from matching.loading import vectors
from matching.loading.changed import Moment
from matching.loading.sides import Helping
from matching.loading.things import text_column, texts_of


@dataclass(frozen=True)
class AsRead:
    """All mentors of a program, read at once: everything is in it that ``seen`` had
    seen, and was due ``at`` that time."""

    helping: Helping
    texts: Offered
    texts_name: str
    seen: Moment
    at: datetime


class Files:
    """The sets of one program, the newest last. None is changed once it is there.

    Another release, which may read otherwise, and a database that was started anew,
    whose transactions may have the numbers of others, have sets of their own.
    """

    def __init__(self, program: int, encoder: str, server: str) -> None:
        told = "\0".join([str(program), encoder, server, _code()])
        self.start = f"mentors-{hashlib.sha256(told.encode()).hexdigest()[:24]}-"
        self.encoder, self.server = encoder, server
        self.mapped = Mapped(vectors.shared_folder())

    def newest(self) -> AsRead | None:
        """What was read last, if it is still there and whole."""
        names = self.mapped.names(self.start)
        arrays = self.mapped.get(names[-1]) if names else None
        if arrays is None:
            return None
        ((seen, at, name),) = texts_of(arrays["told"])
        against = loading.background(self.encoder)
        if (texts := vectors.offered_called(name, against)) is None:
            return None
        helping, moment = Helping.from_arrays(arrays), Moment(self.server, seen)
        return AsRead(helping, texts, name, moment, datetime.fromisoformat(at))

    def put(self, read: AsRead) -> AsRead:
        """Share it, and give it as it lies in the files; without them, as it was."""
        told = [[read.seen.seen, read.at.isoformat(), read.texts_name]]
        arrays = read.helping.to_arrays() | {"told": text_column(told)}
        name = f"{self.start}{read.seen.order:020d}-{read.at:%Y%m%d%H%M%S%f}"
        try:
            self.mapped.put(name, arrays)
            for old in self.mapped.names(self.start):
                if old != name:
                    self.mapped.drop(old)
        except OSError as error:
            vectors.say_once_not_shared(error)
            return read
        return self.newest() or read

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


@cache
def _code() -> str:
    """A hash of the code that reads mentors and prepares them."""
    root = Path(matching.__file__).parent
    told = hashlib.sha256()
    for file in sorted([*root.glob("loading/*.py"), *root.glob("engine/**/*.py")]):
        told.update(file.read_bytes())
    return told.hexdigest()
