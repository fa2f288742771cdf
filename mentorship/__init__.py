"""The project package, and what happens between people."""

import django_stubs_ext

from mentorship.celery import app as celery_app

# Lets code say ``ModelForm[Goal]`` where only the type checker knew that before.
django_stubs_ext.monkeypatch()

__all__ = ["celery_app"]
