"""The Celery app. Postgres holds the truth; a message only says "look"."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

app = Celery("belay")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
