"""Run Postgres and Redis alone, for development: ``manage.py services``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorship.embedded.errors import CannotStart, StopAsked
from mentorship.embedded.places import here
from mentorship.embedded.services import Services
from mentorship.embedded.supervisor import Supervisor


class Command(BaseCommand):
    help = "Runs the bundled Postgres and Redis until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        services = Services(here(), say=self._say)
        try:
            with Supervisor(services, self._say) as supervisor:
                services.start(supervisor.pause)
                self._tell_addresses(services)
                supervisor.watch()
        except StopAsked:
            self._say("Stopped.")
        except CannotStart as error:
            raise CommandError(str(error)) from error

    def _tell_addresses(self, services: Services) -> None:
        self._say("Postgres and Redis are ready. Ctrl-C stops them.")
        for name in ("DATABASE_URL", "REDIS_URL"):
            self._say(f"  {name}={services.environment[name]}")
        self._say(
            "manage.py in this folder finds them by itself; other programs need these."
        )

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
