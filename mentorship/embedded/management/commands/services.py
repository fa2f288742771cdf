"""``manage.py services``: Postgres and Redis alone, for development."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorship.embedded import development
from mentorship.embedded.errors import CannotStart


class Command(BaseCommand):
    help = "Runs the bundled Postgres and Redis until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            development.run(self._say)
        except CannotStart as error:
            raise CommandError(str(error)) from error

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
