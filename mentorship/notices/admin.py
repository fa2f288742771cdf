"""Mail in Django's admin: whether it was delivered, never what it says.

A mail may carry a one-time code or private words, so its text stays out of sight.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mentorship.notices.models import Mail


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin[Mail]):
    list_display = ["event", "recipient", "created_at", "attempts", "delivered_at"]
    list_filter = ["delivered_at"]
    search_fields = ["event", "recipient"]
    exclude = ["subject", "text", "html"]
    raw_id_fields = ["person"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
