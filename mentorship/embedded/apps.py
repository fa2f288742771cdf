"""Makes ``manage.py services`` and ``manage.py demo`` known to Django."""

from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    name = "mentorship.embedded"
    label = "embedded"
