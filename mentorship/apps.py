"""App configuration of the project package itself (template tags, commands)."""

from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"
