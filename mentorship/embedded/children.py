"""A child process that ends with us, has a log, and can be started again."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from mentorship.embedded.binaries import Account

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 5_000_000
PLAIN_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C", "TZ": "UTC"}
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass
class Child:
    """One long-running process and what it takes to start, check and stop it."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(
        default_factory=lambda: dict(PLAIN_ENVIRONMENT)
    )
    folder: Path = Path("/")
    account: Account | None = None
    inherits: Sequence[int] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGTERM
    grace: float = 15.0
    prepare: Callable[[], None] = lambda: None
    is_ready: Callable[[], bool] = lambda: True
    process: subprocess.Popen[bytes] | None = None
    log_began_at: int = 0

    def start(self) -> None:
        """Start the process; call it in the main thread.

        The kernel ends a child when the *thread* that started it ends.
        """
        self.prepare()
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.unlink()
        with self.log.open("ab") as log:
            self.log_began_at = log.tell()
            self.process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self.environment),
                cwd=self.folder,
                pass_fds=tuple(self.inherits),
                start_new_session=True,
                umask=0o077,
                preexec_fn=_dies_with_us(self.orphan_signal),
                user=self.account.uid if self.account else None,
                group=self.account.gid if self.account else None,
                extra_groups=[] if self.account else None,
            )

    def exit_code(self) -> int | None:
        """None while it runs. What a dead child left in its session is ended first."""
        if self.process is None or self.process.returncode is not None:
            return self.process.returncode if self.process else 0
        if hasattr(os, "waitid"):
            options = os.WEXITED | os.WNOHANG | os.WNOWAIT
            if os.waitid(os.P_PID, self.process.pid, options) is None:
                return None
            # Not reaped yet, so that its number cannot mean anybody else.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.poll()

    def is_running(self) -> bool:
        return self.process is not None and self.exit_code() is None

    def stop(self) -> None:
        """Ask it to stop; after ``grace`` seconds end it and all it started."""
        if self.process is None or not self.is_running():
            return
        self.process.send_signal(self.stop_signal)
        if not self._ended_within(self.grace):
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self._ended_within(self.grace)

    def kill(self) -> None:
        """End it without warning, as a power cut would; for tests of what follows."""
        if self.process is not None and self.is_running():
            self.process.kill()
            self._ended_within(self.grace)

    def last_lines(self, count: int = 15) -> str:
        """The tail of its log, for the person who has to find out what is wrong."""
        if not self.log.exists():
            return ""
        with self.log.open(errors="replace") as lines:
            return "".join(deque(lines, count)).rstrip()

    def said(self, most: int = 100_000) -> str:
        """The beginning of what it wrote to its log since its last start."""
        with self.log.open("rb") as log:
            log.seek(self.log_began_at)
            return log.read(most).decode(errors="replace")

    def _ended_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.is_running():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True


def run_to_the_end(command: Sequence[str], account: Account | None) -> None:
    """Run a short command of the services, raising CalledProcessError with its output."""
    subprocess.run(
        list(command),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
        env=PLAIN_ENVIRONMENT,
        cwd="/",
        umask=0o077,
        preexec_fn=_dies_with_us(signal.SIGKILL),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def _dies_with_us(signal_number: signal.Signals) -> Callable[[], None]:
    """What the child does between fork and exec, after its change of account.

    The change of account would clear the request, which is why it comes last. Without
    Linux there is no such request; there the lock tells the next start.
    """
    parent = os.getpid()

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(signal_number))
            if os.getppid() != parent:  # we died before the kernel knew of the request
                os._exit(1)

    return ask
