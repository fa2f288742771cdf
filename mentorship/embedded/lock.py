"""One set of services per data folder, held by a lock that dies with its holders."""

import fcntl
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mentorship.embedded.errors import CannotStart

PATIENCE = 10.0  # seconds a stopping Postgres may take to let go


class Lock:
    """A lock on a file of ours, shared with the processes that we start.

    Children inherit ``fd`` and keep the lock with it. Whoever gets the lock therefore
    knows that no Postgres of an earlier start is alive, whatever a stale file with a
    process number in it claims.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fd = -1

    @property
    def is_ours(self) -> bool:
        return self.fd >= 0

    def take(
        self,
        say: Callable[[str], None],
        pause: Callable[[float], None] = time.sleep,
        patience: float | None = None,
    ) -> None:
        """Take the lock, waiting for one that is being released."""
        self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        patience = PATIENCE if patience is None else patience
        deadline = time.monotonic() + patience
        told = False
        while not self._try():
            if time.monotonic() > deadline:
                holder = self.holder()
                self.release()
                raise CannotStart(_sentence(holder, self.path.parent))
            if not told:
                say(
                    f"Belay runs here already or is just stopping; waiting {patience:g} s."
                )
                told = True
            pause(0.1)
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, f"process {os.getpid()}, `{_command()}`".encode(), 0)

    def is_free(self) -> bool:
        """Whether nobody holds the lock now; a lock that was never made is free."""
        if not self.path.exists():
            return True
        self.fd = os.open(self.path, os.O_RDWR)
        free = self._try()
        self.release()
        return free

    def holder(self) -> str:
        return os.pread(self.fd, 500, 0).decode(errors="replace")

    def release(self) -> None:
        """Let go of our copy of the lock; children that live on keep theirs."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def _try(self) -> bool:
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _command() -> str:
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:400]


def _sentence(holder: str, data: Path) -> str:
    return (
        f"Belay is already running from this folder ({holder}). Use that one, or stop it "
        "with Ctrl-C in its terminal and start again. To run a second one beside it, "
        f"set BELAY_DATA_DIR to a folder other than {data}."
    )
