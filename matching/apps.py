"""The matching app; it listens for changes of people and goals."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        # Slow at import: the receivers pull in models, which exist only from here on.
        from matching import receivers

        receivers.connect()
