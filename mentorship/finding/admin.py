"""Finding in Django's admin, for operators: that somebody asked, never what they wrote.

Leads, notes and other sources are their author's alone and are not shown here at all.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mentorship.finding.models import MatchRequest


@admin.register(MatchRequest)
class MatchRequestAdmin(admin.ModelAdmin[MatchRequest]):
    """Who looks after a request, and since when. May be looked at only."""

    list_display = ["pk", "goal_id", "state", "asked_at", "taken_at", "answered_at"]
    list_filter = ["state"]
    fields = ["state", "asked_at", "taken_by", "taken_at", "answered_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
