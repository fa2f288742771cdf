"""All of Belay with invented people, in one foreground process.

``make demo`` runs this module; ``manage.py demo`` does the same, but loads every app
into the supervisor too, which takes some seconds longer.
"""

import socket
import sys
import time
from collections.abc import Callable

from mentorship.embedded import site
from mentorship.embedded.children import Child
from mentorship.embedded.errors import CannotStart, StopAsked
from mentorship.embedded.places import here
from mentorship.embedded.services import Services
from mentorship.embedded.supervisor import Supervisor

PATIENCE = 120.0  # seconds until a site that answers nothing is given up
WHO_CAN_SIGN_IN = (
    "Sign in there with one click, without a password, as a mentee, a mentor or the "
    "program admin. Ctrl-C stops everything."
)


def run(say: Callable[[str], None]) -> None:
    """Run until somebody stops it; raises CannotStart when it cannot go on."""
    services = Services(here(), say=say)
    try:
        with Supervisor(services, say) as supervisor:
            say("Starting Postgres and Redis …")
            services.start(supervisor.pause)
            with site.open_port() as listening:
                _start_site(supervisor, listening)
                supervisor.watch()
    except StopAsked:
        say("Stopped. Everything is kept; `make reset-demo` begins afresh.")


def _start_site(supervisor: Supervisor, listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    url = f"http://localhost:{port}"
    services, say = supervisor.services, supervisor.say
    say("Preparing the database; the first time this takes a minute …")
    preparing = site.preparing(services, url)
    supervisor.run(preparing)
    say("Starting the web server and the worker …")
    supervisor.start(site.web_server(services, url, listening))
    worker = site.worker(services, url)
    supervisor.start(worker)
    _wait_until_ready(supervisor, port, worker)
    if site.SEEDED in preparing.said():
        # The worker does this as it does every run; without it the first visitor would
        # find a program in which nobody has been suggested yet.
        say("Comparing goals with mentors for the first time …")
        supervisor.run(site.first_run(services, url))
    say(f"Belay is ready at {url}")
    say(WHO_CAN_SIGN_IN)


def _wait_until_ready(supervisor: Supervisor, port: int, worker: Child) -> None:
    deadline = time.monotonic() + PATIENCE
    while not (site.takes_work(worker) and site.says_ready(port)):
        if time.monotonic() > deadline:
            raise CannotStart(
                f"The site did not become ready within {PATIENCE:.0f} seconds. The "
                f"logs are in {supervisor.services.places.logs}."
            )
        supervisor.pause(0.1)
        supervisor.keep_running()


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def main() -> str | None:
    """Nothing when it was stopped, or what went wrong."""
    try:
        run(_say)
    except CannotStart as error:
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main())
