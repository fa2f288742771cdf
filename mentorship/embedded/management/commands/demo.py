"""Run all of Belay with invented people in one foreground process."""

import socket
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorship.embedded import site
from mentorship.embedded.errors import CannotStart, StopAsked
from mentorship.embedded.places import here
from mentorship.embedded.services import Services
from mentorship.embedded.supervisor import Supervisor

PATIENCE = 120.0  # seconds until a site that answers nothing is given up
WHO_CAN_SIGN_IN = (
    "Sign in there with one click, without a password, as a mentee, a mentor or the "
    "program admin. Ctrl-C stops everything."
)


class Command(BaseCommand):
    help = (
        "Runs Belay with invented people, everything it needs included, until Ctrl-C."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        services = Services(here(), say=self._say)
        try:
            with Supervisor(services, self._say) as supervisor:
                self._say("Starting Postgres and Redis …")
                services.start(supervisor.pause)
                with site.open_port() as listening:
                    self._start_site(supervisor, listening)
                    supervisor.watch()
        except StopAsked:
            self._say("Stopped. Everything is kept; `make reset-demo` begins afresh.")
        except CannotStart as error:
            raise CommandError(str(error)) from error

    def _start_site(self, supervisor: Supervisor, listening: socket.socket) -> None:
        port = listening.getsockname()[1]
        url = f"http://localhost:{port}"
        services = supervisor.services
        self._say("Preparing the database; the first time this takes a minute …")
        supervisor.run(site.preparing(services, url))
        self._say("Starting the web server and the worker …")
        supervisor.start(site.web_server(services, url, listening))
        supervisor.start(site.worker(services, url))
        self._wait_until_ready(supervisor, port)
        self._say(f"Belay is ready at {url}")
        self._say(WHO_CAN_SIGN_IN)

    def _wait_until_ready(self, supervisor: Supervisor, port: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while not site.says_ready(port):
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"The site did not become ready within {PATIENCE:.0f} seconds. "
                    f"The logs are in {supervisor.services.places.logs}."
                )
            supervisor.pause(0.1)
            supervisor.keep_running()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
