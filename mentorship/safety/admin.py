"""Blocks and the audit in Django's admin, for operators who look into a report."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mentorship.safety.models import AuditEvent, Block


class LookOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # of several models
    """Neither made, changed nor deleted here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Block)
class BlockAdmin(LookOnly):
    list_display = ["pk", "blocker", "blocked", "created_at"]
    list_select_related = ["blocker__profile", "blocked__profile"]


@admin.register(AuditEvent)
class AuditEventAdmin(LookOnly):
    list_display = ["at", "actor", "verb", "object_kind", "object_id"]
    list_select_related = ["actor__profile"]
    list_filter = ["verb", "object_kind"]
