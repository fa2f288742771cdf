"""Programs in Django's admin, for operators."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mentorship.programs.models import Cohort, Enrolment, LevelLadder, Program, Rules
from mentorship.programs.still_open import said_now


class CohortInline(admin.TabularInline[Cohort, Program]):
    model = Cohort
    extra = 0


class LadderInline(admin.TabularInline[LevelLadder, Program]):
    model = LevelLadder
    extra = 0


@admin.register(Program)
class ProgramAdmin(admin.ModelAdmin[Program]):
    list_display = ["name", "joining", "created_at"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    raw_id_fields = ["admins"]
    inlines = [CohortInline, LadderInline]


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin[Cohort]):
    list_display = ["name", "program", "opens_on", "closes_on"]
    list_select_related = ["program"]


@admin.register(LevelLadder)
class LevelLadderAdmin(admin.ModelAdmin[LevelLadder]):
    list_display = ["name", "program", "step", "position"]
    list_select_related = ["program"]


@admin.register(Rules)
class RulesAdmin(admin.ModelAdmin[Rules]):
    """Versions are added, never edited: an old run says by which rules it was made."""

    list_display = ["program", "version", "note", "made_by", "made_at"]
    list_select_related = ["program", "made_by__profile"]
    fields = ["program", "version", "weights", "windows", "note"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Rules, form: Any, change: bool
    ) -> None:
        obj.made_by = request.user  # type: ignore[assignment]  # staff is signed in
        super().save_model(request, obj, form, change)


@admin.register(Enrolment)
class EnrolmentAdmin(admin.ModelAdmin[Enrolment]):
    """The counters change only together with a relationship."""

    list_display = ["person", "program", "role", "accepting", "paused", "left_at"]
    list_select_related = ["person__profile", "program"]
    list_filter = ["role", "program", "accepting", "paused"]
    search_fields = ["person__email", "person__profile__name"]
    raw_id_fields = ["person", "skills_not_taken"]
    readonly_fields = [
        "conversations_taken",
        "ongoing_taken",
        "joined_at",
        "confirmed_at",
        "asked_again_at",
        "reminded_again_at",
    ]

    def save_model(
        self, request: HttpRequest, obj: Enrolment, form: Any, change: bool
    ) -> None:
        """What an operator was told of a pause is the mentor's word."""
        if {"accepting", "paused"} & set(form.changed_data):
            for name, value in said_now().items():
                setattr(obj, name, value)
        super().save_model(request, obj, form, change)
