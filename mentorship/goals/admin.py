"""Goals in Django's admin, for operators.

What mentees write for themselves or for a mentor is not shown here: an operator sees
that an assessment exists and who may see it, never its words.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from mentorship.goals.models import (
    AssessmentItem,
    Criteria,
    Criterion,
    Goal,
    WantedSkill,
)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # of several models
    """May be looked at only: the mentee changes it on their own page."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Goal)
class GoalAdmin(ReadOnly):
    list_display = ["pk", "mentee", "purpose", "format", "state", "updated_at"]
    list_select_related = ["mentee__person__profile"]
    list_filter = ["purpose", "state", "format"]
    exclude = ["title", "guidance", "purpose_words"]
    search_fields = ["mentee__person__email", "mentee__person__profile__name"]

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_object(*args, **kwargs)
        if found is not None:
            found.title = f"goal {found.pk}"  # what the page's heading would say
        return found


@admin.register(WantedSkill)
class WantedSkillAdmin(ReadOnly):
    list_display = ["pk", "goal_id", "skill"]
    list_select_related = ["skill"]
    fields = ["skill"]

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_object(*args, **kwargs)
        if found is not None and found.words:
            found.words = f"wanted skill {found.pk}"
        return found


@admin.register(AssessmentItem)
class AssessmentItemAdmin(ReadOnly):
    list_display = ["pk", "goal_id", "kind", "visibility"]
    fields = ["kind", "visibility"]

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        found = super().get_object(*args, **kwargs)
        if found is not None:
            found.text = f"item {found.pk}"
        return found


class CriterionInline(admin.TabularInline[Criterion, Criteria]):
    model = Criterion
    extra = 0


@admin.register(Criteria)
class CriteriaAdmin(ReadOnly):
    list_display = ["pk", "goal_id", "set_at", "confirmed_at"]
    fields = ["set_at", "confirmed_at"]
    inlines = [CriterionInline]
