"""App configuration."""

from django.apps import AppConfig


class RelationshipsConfig(AppConfig):
    name = "mentorship.relationships"
