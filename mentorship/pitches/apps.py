"""App configuration."""

from django.apps import AppConfig


class PitchesConfig(AppConfig):
    name = "mentorship.pitches"
