"""People in Django's admin, for operators. Identity is left out on purpose: it has one
use, a report with large cells, and nobody looks at a single row."""

from typing import ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db import models

from accounts.models import (
    FreeHours,
    Network,
    NetworkMembership,
    PathStep,
    PersonSkill,
    Profile,
    Skill,
    Story,
    Style,
    Track,
    User,
)

admin.site.unregister(Group)


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    """Accounts by e-mail address; there is no username and no split name."""

    ordering = ["email"]
    list_display = ["email", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff"]
    list_select_related = ["profile"]  # a person's name stands there
    search_fields = ["email", "profile__name"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "password1", "password2"]})]
    readonly_fields = ["last_login", "date_joined"]


class OfOnePerson(admin.ModelAdmin):  # type: ignore[type-arg]  # of several models
    """Something that a person tells: found by their address, shown in one query."""

    list_display = ["person", "__str__"]
    list_select_related = ["person__profile"]
    raw_id_fields = ["person"]
    search_fields = ["person__email", "person__profile__name"]


@admin.register(Profile)
class ProfileAdmin(OfOnePerson):
    list_display = ["name", "person", "headline", "organisation", "time_zone"]
    raw_id_fields = ["person", "manager"]


@admin.register(PersonSkill)
class PersonSkillAdmin(OfOnePerson):
    list_display = ["person", "skill", "words"]
    list_select_related = ["person__profile", "skill"]
    raw_id_fields = ["person", "skill"]


@admin.register(Story)
class StoryAdmin(OfOnePerson):
    raw_id_fields = ["person", "skills"]


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(OfOnePerson):
    list_display = ["person", "network", "shown"]
    list_select_related = ["person__profile", "network"]


@admin.register(Network)
class NetworkAdmin(admin.ModelAdmin[Network]):
    list_display = ["name", "sensitive", "listed"]
    list_filter = ["listed", "sensitive"]
    search_fields = ["name"]


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin[Skill]):
    list_display = ["label", "group", "kind"]
    list_filter = ["kind", "group"]
    search_fields = ["label", "slug"]
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


for model in (Track, PathStep, FreeHours, Style):
    admin.site.register(model, OfOnePerson)
