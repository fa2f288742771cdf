"""Postgres and Redis together: the set that commands, tests and benchmarks start."""

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from mentorship.embedded.binaries import service_account
from mentorship.embedded.children import Child
from mentorship.embedded.errors import CannotStart
from mentorship.embedded.lock import Lock
from mentorship.embedded.places import Places
from mentorship.embedded.postgres import make_database, postgres
from mentorship.embedded.redis_server import redis_server

RECOVERY = 300.0  # seconds that a Postgres with much to replay may take
THROWAWAY = f"belay-throwaway-{os.geteuid()}-"


def quiet(_: str) -> None:
    """For callers that tell nobody about progress."""


class Services:
    """Postgres and Redis for one data folder, for use in a ``with`` statement.

    A service whose address the environment already gives is not started, unless the
    set is ``private``: then it is meant to stand apart.
    """

    def __init__(
        self,
        places: Places,
        *,
        say: Callable[[str], None] = quiet,
        throwaway: bool = False,
        private: bool = False,
    ) -> None:
        self.places = places
        self.say = say
        self.throwaway = throwaway
        self.given = {
            name: os.environ[name]
            for name in ("DATABASE_URL", "REDIS_URL")
            if os.environ.get(name) and not private
        }
        self.lock = Lock(places.lock)
        self.children: list[Child] = []

    @classmethod
    def for_a_moment(cls, *, private: bool = True) -> Self:
        """A fresh set in the temporary folder, removed when it stops."""
        data = Path(tempfile.mkdtemp(prefix=THROWAWAY))
        return cls(Places(data.resolve()), throwaway=True, private=private)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to find these services."""
        return {
            "DATABASE_URL": self.places.database_url,
            "REDIS_URL": self.places.redis_url,
            "SECRET_KEY": os.environ.get("SECRET_KEY") or self.places.kept_secret_key(),
        } | self.given

    @property
    def postgres(self) -> Child:
        return self._child("Postgres")

    @property
    def redis(self) -> Child:
        return self._child("Redis")

    def start(self, pause: Callable[[float], None] = time.sleep) -> None:
        """Take the lock, then start what is missing, and wait until it answers."""
        account = service_account()
        _make_folders(self.places)
        self.lock.take(self.say, pause)
        _keep_a_secret_key(self.places)
        if "DATABASE_URL" not in self.given:
            child = postgres(
                self.places, account, self.lock.fd, throwaway=self.throwaway
            )
            self.children.append(child)
            self._bring_up(child, pause)
            make_database(self.places)
        if "REDIS_URL" not in self.given:
            self.children.append(redis_server(self.places, account, self.lock.fd))
            self._bring_up(self.redis, pause)

    def stop(self) -> None:
        """Stop in reverse order, and remove what was meant for a moment."""
        if not self.lock.is_ours:  # somebody else's services: hands off
            return
        for child in reversed(self.children):
            child.stop()
        shutil.rmtree(self.places.run, ignore_errors=True)
        if self.throwaway:
            _remove(self.places)
        self.lock.release()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _child(self, name: str) -> Child:
        return next(child for child in self.children if child.name == name)

    def _bring_up(self, child: Child, pause: Callable[[float], None]) -> None:
        child.start()
        wait_until_ready(child, self.say, pause)


def wait_until_ready(
    child: Child, say: Callable[[str], None], pause: Callable[[float], None]
) -> None:
    """Wait while the process lives; a Postgres that replays its log takes its time."""
    began = told = time.monotonic()
    while not child.is_ready():
        if not child.is_running():
            raise CannotStart(f"{child.name} did not start.\n{child.last_lines()}")
        now = time.monotonic()
        if now - began > RECOVERY:
            raise CannotStart(f"{child.name} did not answer.\n{child.last_lines()}")
        if now - told > 5:
            told = now
            say(f"Still waiting for {child.name} ({now - began:.0f} s).")
        pause(0.05)


def remove_forgotten() -> None:
    """Remove throw-away folders whose owner was killed: nobody holds their lock."""
    for data in Path(tempfile.gettempdir()).glob(f"{THROWAWAY}*"):
        try:
            old = time.time() - data.stat().st_mtime > 60
        except FileNotFoundError:  # its own owner has just removed it
            continue
        if old and Lock(data / "lock").is_free():
            _remove(Places(data.resolve()))


def _make_folders(places: Places) -> None:
    """Private folders; for root, ones that Postgres' account can pass through."""
    account = service_account()
    places.data.mkdir(parents=True, exist_ok=True)
    places.data.chmod(0o711 if account else 0o700)
    places.logs.mkdir(mode=0o700, exist_ok=True)
    owner = account.uid if account else os.geteuid()
    places.run.mkdir(mode=0o700, exist_ok=True)
    if places.run.is_symlink() or places.run.stat().st_uid not in (owner, os.geteuid()):
        raise CannotStart(
            f"{places.run} belongs to somebody else. Remove it, or set TMPDIR to a "
            "folder of your own, and start again."
        )
    places.run.chmod(0o700)
    if account:
        os.chown(places.run, account.uid, account.gid)


def _keep_a_secret_key(places: Places) -> None:
    if not places.kept_secret_key():
        places.secret_key.touch(mode=0o600)
        places.secret_key.write_text(secrets.token_urlsafe(50) + "\n")


def _remove(places: Places) -> None:
    for folder in (places.postgres_data.parent, places.data, places.run):
        shutil.rmtree(folder, ignore_errors=True)
