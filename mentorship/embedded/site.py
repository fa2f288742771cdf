"""The demo's own processes: preparing the database, the web server, the worker."""

import http.client
import os
import signal
import socket
import sys
from pathlib import Path

from mentorship.embedded.children import Child
from mentorship.embedded.errors import CannotStart
from mentorship.embedded.places import CHECKOUT
from mentorship.embedded.services import Services

FIRST_PORT = 8000
SEEDED = "The demo has its people now."  # what the preparing child says in its log
PORTS_TRIED = 100


def open_port() -> socket.socket:
    """Listen on BELAY_PORT, or on the first free port from 8000.

    The web server inherits the socket, so that nobody can take the port between the
    look and the use, and visitors wait rather than fail while it is started again.
    """
    wanted = os.environ.get("BELAY_PORT", "")
    if not wanted:
        ports = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    elif wanted.isdecimal() and 0 < int(wanted) < 65_536:
        ports = range(int(wanted), int(wanted) + 1)
    else:
        raise CannotStart(f"BELAY_PORT is {wanted}. Give a number from 1 to 65535.")
    for port in ports:
        if listening := _listen(port):
            return listening
    raise CannotStart(
        f"Port {ports[0]} is taken. Set BELAY_PORT to a free one."
        if wanted
        else f"All ports from {ports[0]} to {ports[-1]} are taken. Set BELAY_PORT to a "
        "free one."
    )


def _listen(port: int) -> socket.socket | None:
    """A socket listening on this port, unless ``localhost`` means somebody else there.

    Browsers may try the IPv6 loopback address first.
    """
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as other:
            other.settimeout(0.2)
            if other.connect_ex(("::1", port)) == 0:
                return None
    except OSError:
        pass  # a machine without IPv6
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
    except OSError:
        listening.close()
        return None
    return listening


def environment(services: Services, url: str) -> dict[str, str]:
    """What every process of the demo finds in its environment."""
    mine = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return {
        **mine,
        **services.environment,
        "BELAY_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "mentorship.settings",
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUNBUFFERED": "1",
        "SITE_URL": os.environ.get("SITE_URL") or url,
    }


def preparing(services: Services, url: str) -> Child:
    """Migrations, then the seed if the database is empty."""
    return _python(
        "Preparing the database",
        ["-m", "mentorship.embedded.prepare"],
        services,
        environment(services, url),
    )


def first_run(services: Services, url: str) -> Child:
    """Asks for the demo's first run, waits for the worker to finish it, and has the
    program suggest one pair to its two people."""
    return _python(
        "First run of matching",
        ["manage.py", "first_day"],
        services,
        environment(services, url),
    )


def web_server(services: Services, url: str, listening: socket.socket) -> Child:
    fd = listening.fileno()
    command = ["-m", "gunicorn", "mentorship.wsgi", f"--bind=fd://{fd}"]
    options = ["--workers=2", "--threads=4", "--graceful-timeout=5", "--preload"]
    return _python(
        "Web server",
        [*command, *options, "--no-control-socket"],
        services,
        environment(services, url) | {"DATABASE_POOL": "1"},
        inherits=(fd,),
    )


def worker(services: Services, url: str) -> Child:
    """The Celery worker with its beat; beat's notes of last time are not needed."""
    schedule = services.places.data / "beat-schedule"

    def forget_schedule() -> None:
        for file in schedule.parent.glob(f"{schedule.name}*"):
            file.unlink()

    command = ["-m", "celery", "--app=mentorship", "worker", "--beat"]
    options = [f"--schedule={schedule}", "--concurrency=2", "--loglevel=INFO"]
    child = _python(
        "Worker",
        [*command, *options],
        services,
        # One process per core: threads of their own would only wait for each other.
        environment(services, url) | {"BELAY_WORKER": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    child.prepare = forget_schedule
    child.orphan_signal = (
        signal.SIGKILL
    )  # its work is in Postgres, to be taken up again
    return child


def takes_work(worker: Child) -> bool:
    """Whether the worker has reached the queue; it says so in its log, once."""
    return " ready." in worker.said()


def says_ready(port: int) -> bool:
    """Whether /readyz answers with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _python(
    name: str,
    arguments: list[str],
    services: Services,
    environment: dict[str, str],
    inherits: tuple[int, ...] = (),
) -> Child:
    log = services.places.logs / f"{name.lower().replace(' ', '-')}.log"
    return Child(
        name=name,
        command=[sys.executable, *arguments],
        log=log,
        environment=environment,
        folder=Path(CHECKOUT),
        inherits=[services.lock.fd, *inherits],
    )
