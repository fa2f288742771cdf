"""Pitches in Django's admin: who and when, never what was written, and nothing to press."""

from django.contrib import admin

from mentorship.pitches.models import Pitch
from mentorship.relationships.admin import ReadOnly


@admin.register(Pitch)
class PitchAdmin(ReadOnly[Pitch]):
    fields = ("mentee", "mentor", "kind", "state", "sent_at", "answer_by")
    list_display = ("pk", "mentee_id", "mentor_id", "kind", "state", "sent_at")
    list_filter = ("state", "kind")
