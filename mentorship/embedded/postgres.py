"""PostgreSQL as a child process: made once, started, and asked whether it lives."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg

from mentorship.embedded.binaries import Account, postgres_programs
from mentorship.embedded.children import Child, run_to_the_end
from mentorship.embedded.errors import CannotStart
from mentorship.embedded.places import (
    DATABASE,
    POSTGRES_SOCKET_NAME,
    ROLE,
    Places,
)

# Loses data when the machine stops, not when Postgres is killed: synchronous_commit
# stays on, which costs nothing once nothing is flushed to disk.
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}


def postgres(
    places: Places, account: Account | None, lock_fd: int, *, throwaway: bool = False
) -> Child:
    """PostgreSQL for ``places``. A throw-away one may lose its data in a power cut."""
    programs = postgres_programs()

    def prepare() -> None:
        if not (places.postgres_data / "PG_VERSION").exists():
            _make_cluster(programs, places.postgres_data, account)
        _write_access_rules(places.postgres_data, account)
        _forget_the_dead(places)

    return Child(
        name="Postgres",
        command=[str(programs / "postgres"), *_options(places, throwaway)],
        log=places.logs / "postgres.log",
        account=account,
        inherits=[lock_fd],
        stop_signal=signal.SIGINT,  # "fast": ends sessions, then stops in good order
        orphan_signal=signal.SIGINT,
        grace=30.0,
        prepare=prepare,
        is_ready=lambda: _answers(places),
    )


def make_database(places: Places) -> None:
    """Create the application's database unless it is there."""
    with psycopg.connect(_address(places), autocommit=True) as connection:
        row = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
        if row is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


def _options(places: Places, throwaway: bool) -> list[str]:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(places.run),
        "unix_socket_permissions": "0700",
        "log_line_prefix": "%m [%p] ",
        "cluster_name": "belay",
    }
    if sys.platform == "linux":
        settings["recovery_init_sync_method"] = "syncfs"
    if throwaway:
        settings |= FORGETFUL
    options = [f"--{name}={value}" for name, value in settings.items()]
    return ["-D", str(places.postgres_data), *options]


def _make_cluster(programs: Path, data: Path, account: Account | None) -> None:
    """Run initdb beside the final folder; an interrupted one is begun afresh."""
    unfinished = data.with_name(data.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    data.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    unfinished.mkdir(mode=0o700)
    _hand_over(unfinished, account)
    try:
        run_to_the_end(
            [
                str(programs / "initdb"),
                f"--pgdata={unfinished}",
                f"--username={ROLE}",
                "--auth-local=peer",
                "--auth-host=reject",
                "--encoding=UTF8",
                "--locale=C",  # the same order of words on every machine
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-sync",  # nothing of value is in it yet
                "--no-instructions",
            ],
            account,
        )
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode(errors="replace").strip()
        raise CannotStart(
            f"A new Postgres could not be set up. initdb said:\n{said}"
        ) from error
    unfinished.rename(data)


def _write_access_rules(data: Path, account: Account | None) -> None:
    """Only the account that runs Belay may connect; the kernel vouches for it."""
    me = pwd.getpwuid(os.geteuid()).pw_name
    rules = {
        "pg_hba.conf": "local all all peer map=belay\n",
        "pg_ident.conf": f'belay "{me}" {ROLE}\n',
    }
    for name, text in rules.items():
        (data / name).write_text(text)
        _hand_over(data / name, account)


def _forget_the_dead(places: Places) -> None:
    """Let Postgres judge an earlier one by its shared memory, not by its number.

    We hold the lock, so no server of ours is alive; after a kill its number may have
    gone to another process, or to a zombie, and Postgres would refuse to start. With
    its parent's number in the file it goes on to the check that cannot be mistaken.
    """
    for name in (POSTGRES_SOCKET_NAME, f"{POSTGRES_SOCKET_NAME}.lock"):
        (places.run / name).unlink(missing_ok=True)
    stale = places.postgres_data / "postmaster.pid"
    if stale.exists():
        lines = stale.read_text().splitlines()
        stale.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")


def _hand_over(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid)


def _address(places: Places) -> str:
    return psycopg.conninfo.make_conninfo(
        host=str(places.run), user=ROLE, dbname="postgres", connect_timeout=3
    )


def _answers(places: Places) -> bool:
    """Whether a server answers there, and serves this folder and no other."""
    try:
        with psycopg.connect(_address(places)) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and Path(row[0]) == places.postgres_data
