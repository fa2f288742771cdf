"""``manage.py demo``: all of Belay with invented people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorship.embedded import demo
from mentorship.embedded.errors import CannotStart


class Command(BaseCommand):
    help = (
        "Runs Belay with invented people, everything it needs included, until Ctrl-C."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo.run(self._say)
        except CannotStart as error:
            raise CommandError(str(error)) from error

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
