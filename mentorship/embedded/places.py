"""Where the embedded services keep their data, sockets and logs; starts nothing."""

import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parents[2]
ROLE = "belay"
DATABASE = "belay"
POSTGRES_SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # macOS allows 103 bytes, Linux 107
SHARED_BY_ROOT = Path("/var/lib/belay")  # for root, whose own folders nobody can enter


@dataclass(frozen=True)
class Places:
    """The folders and addresses of one set of services, all derived from ``data``."""

    data: Path

    @cached_property
    def run(self) -> Path:
        """A short private folder for sockets: their paths may have about 100 bytes."""
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        name = f"belay-{os.geteuid()}-{digest}"
        folder = Path(tempfile.gettempdir()) / name
        too_long = len(os.fsencode(folder / POSTGRES_SOCKET_NAME)) > LONGEST_SOCKET_PATH
        closed = os.geteuid() == 0 and not _open_to_everybody(folder)
        return Path("/tmp") / name if too_long or closed else folder

    @cached_property
    def postgres_data(self) -> Path:
        """Inside ``data``, unless Postgres' own account could not reach it there."""
        if os.geteuid() != 0 or _open_to_everybody(self.data):
            return self.data / "postgres"
        return SHARED_BY_ROOT / self.run.name / "postgres"

    @property
    def redis_socket(self) -> Path:
        return self.run / "redis.sock"

    @property
    def lock(self) -> Path:
        return self.data / "lock"

    @property
    def secret_key(self) -> Path:
        return self.data / "secret_key"

    def kept_secret_key(self) -> str:
        """The key of earlier starts, or nothing."""
        try:
            return self.secret_key.read_text().strip()
        except FileNotFoundError:
            return ""

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def database_url(self) -> str:
        """No password: Postgres asks the kernel who is at the other end (peer)."""
        return f"postgresql://{ROLE}@{quote(str(self.run), safe='')}/{DATABASE}"

    @property
    def redis_url(self) -> str:
        """The address as Celery spells it."""
        return f"redis+socket://{self.redis_socket}?virtual_host=0"

    @property
    def django_database(self) -> dict[str, Any]:
        """An entry for Django's DATABASES, for those who would rather not parse a URL."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": str(self.run),
            "NAME": DATABASE,
            "USER": ROLE,
        }


def here() -> Places:
    """This checkout's places; BELAY_DATA_DIR moves them."""
    folder = os.environ.get("BELAY_DATA_DIR")
    return Places((CHECKOUT / folder).resolve() if folder else CHECKOUT / ".belay")


def data_folder() -> Path:
    return here().data


def database() -> dict[str, Any]:
    return here().django_database


def broker_url() -> str:
    return here().redis_url


def secret_key() -> str:
    """The key that the first start wrote into the data folder.

    Before that first start nothing signs anything that outlives the process, so a key
    of its own will do. A deployment with its own database must bring its own key:
    several processes that each invent one would sign everybody out at random.
    """
    if kept := here().kept_secret_key():
        return kept
    if os.environ.get("DATABASE_URL") and not os.environ.get("BELAY_DEMO"):
        raise RuntimeError(
            "SECRET_KEY is not set. With DATABASE_URL set, every process needs the same "
            "key: put 50 random characters into the environment variable SECRET_KEY. "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))' makes some."
        )
    return secrets.token_urlsafe(50)


def _open_to_everybody(folder: Path) -> bool:
    """Whether any account may pass through every folder above this one."""
    above = [parent for parent in folder.parents if parent.exists()]
    return all(parent.stat().st_mode & 0o001 for parent in above)
