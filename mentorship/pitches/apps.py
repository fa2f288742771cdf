"""The pitches app; it listens for blocks."""

from django.apps import AppConfig


class PitchesConfig(AppConfig):
    name = "mentorship.pitches"

    def ready(self) -> None:
        # Slow at import: the receivers pull in models, which exist only from here on.
        from mentorship.pitches import receivers

        receivers.connect()
