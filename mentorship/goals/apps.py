"""App configuration."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "mentorship.goals"
