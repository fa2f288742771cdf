"""The project package, and what happens between people."""

from mentorship.celery import app as celery_app

__all__ = ["celery_app"]
