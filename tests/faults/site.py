"""A whole site of its own for fault tests: Postgres, Redis, a program, real workers."""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Event, Thread

import psycopg
from redis import Redis

from mentorship.embedded.places import CHECKOUT

WORKER = ["-m", "celery", "-A", "mentorship", "worker", "-c", "2", "-l", "WARNING"]
# Short times, so that a fault is noticed within seconds; many small shards, so that
# there is always one in the middle.
QUICK = {
    "BELAY_LEASE_SECONDS": "3",
    "BELAY_RING_SECONDS": "1",
    "BELAY_SWEEP_SECONDS": "1",
    "BELAY_PAIRS_PER_SHARD": "150",
    "BELAY_ENCODER": "lexical",
    "OPENBLAS_NUM_THREADS": "1",
}
PATIENCE = 240  # machines can be busy; a run that hangs still shows


class Site:
    """Everything a run needs, with handles to break it."""

    def __init__(self, services):
        self.services = services
        self.workers = []
        self.environment = (
            {k: v for k, v in os.environ.items() if k != "PYTEST_XDIST_WORKER"}
            | QUICK
            | services.environment
            | {"SECRET_KEY": secrets.token_hex(25)}
        )
        self.folder = Path(tempfile.mkdtemp(prefix="belay-faults-"))

    def manage(self, *arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def start_worker(self, *, sweep=True):
        """A real worker in a process group of its own, with beat unless told not to."""
        schedule = self.folder / f"beat-{len(self.workers)}"
        beat = ["-B", "--schedule", str(schedule)] if sweep else []
        path = self.folder / f"worker-{len(self.workers)}.log"
        with path.open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, *WORKER, *beat],
                cwd=CHECKOUT,
                env=self.environment | {"BELAY_WORKER": "1"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers.append(worker)

    def kill_workers(self):
        """All of a worker's processes, without a word of warning."""
        for worker in self.workers:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
        self.workers.clear()

    def kill_one_child(self):
        """One process of the worker's pool, as a kernel short of memory would."""
        main = self.workers[-1].pid
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def redis(self, command):
        path = str(self.services.places.redis_socket)
        with Redis(unix_socket_path=path, socket_timeout=5) as client:
            client.execute_command(command)

    def ask(self, query, *values):
        with psycopg.connect(self.services.places.database_url) as connection:
            return connection.execute(query, values).fetchall()

    def start_run(self):
        self.manage("match", "faults")
        return self.ask("SELECT max(id) FROM matching_run")[0][0]

    def done(self, run):
        return self.ask(
            "SELECT count(*) FROM matching_shard WHERE run_id = %s AND state = 'done'",
            run,
        )[0][0]

    def state(self, run):
        return self.ask("SELECT state FROM matching_run WHERE id = %s", run)[0][0]

    def lists(self, run):
        """What a run published, as something to compare."""
        return self.ask(
            "SELECT goal_id, mentor_id, position, score FROM matching_suggestion "
            "WHERE run_id = %s ORDER BY goal_id, position",
            run,
        )

    def wait_until(self, is_true, seconds=PATIENCE):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if is_true():
                return True
            time.sleep(0.1)
        return False

    def finishes(self, run, seconds=PATIENCE):
        return self.wait_until(lambda: self.state(run) != "running", seconds) and (
            self.state(run) == "finished"
        )


class Reader:
    """Reads the live lists again and again, as pages do, and keeps what it saw."""

    def __init__(self, site):
        self.site = site
        self.seen = set()
        self.reads = 0
        self.over = Event()
        self.thread = Thread(target=self.read)

    def read(self):
        query = """
            SELECT live.run_id, count(row.goal_id) FROM matching_liverun live
            LEFT JOIN matching_suggestion row ON row.run_id = live.run_id
            GROUP BY live.run_id
        """
        while not self.over.wait(0.02):
            try:
                with psycopg.connect(self.site.services.places.database_url) as db:
                    while not self.over.wait(0.02):
                        self.seen.update(db.execute(query).fetchall())
                        db.commit()
                        self.reads += 1
            except psycopg.OperationalError:
                continue  # Postgres is away; pages say so too

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()
