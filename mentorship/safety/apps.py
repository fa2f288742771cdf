"""App configuration."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "mentorship.safety"
