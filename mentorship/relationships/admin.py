"""Relationships in Django's admin: that they exist, and no way to make or change one."""

from typing import TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from mentorship.relationships.models import Relationship, Yes

M = TypeVar("M", bound=Model)


class ReadOnly(admin.ModelAdmin[M]):
    """Rows that come about only by what two people do."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


@admin.register(Relationship)
class RelationshipAdmin(ReadOnly[Relationship]):
    fields = ("kind", "stage", "began_at", "ended_at")
    list_display = ("pk", "kind", "stage", "began_at", "ended_at")
    list_filter = ("stage", "kind")


@admin.register(Yes)
class YesAdmin(ReadOnly[Yes]):
    fields = ("person", "by", "said_at")
    list_display = ("pk", "by", "said_at")
