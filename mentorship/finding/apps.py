"""App configuration."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "mentorship.finding"
