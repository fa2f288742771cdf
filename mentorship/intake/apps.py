"""App configuration."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "mentorship.intake"
