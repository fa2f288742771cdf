"""Makes ``manage.py services`` and ``manage.py demo`` known to Django."""

from celery.signals import beat_embedded_init, worker_process_init
from django.apps import AppConfig

from mentorship.embedded.orphans import end_with_parent


class EmbeddedConfig(AppConfig):
    name = "mentorship.embedded"
    label = "embedded"

    def ready(self) -> None:
        beat_embedded_init.connect(end_with_parent)
        worker_process_init.connect(end_with_parent)
