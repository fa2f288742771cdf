"""App configuration."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "mentorship.programs"
