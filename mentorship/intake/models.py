"""Saved column mappings, and files between their dry run and their import."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from mentorship.programs.models import Program

KEPT_FOR = timedelta(days=30)


class Mapping(models.Model):
    """How somebody's columns become people; kept so that the next file is one click.

    ``recipe`` is described in recipes.py and docs/import.md.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="mappings")
    name = models.CharField(max_length=80)
    recipe = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], name="mapping_name_once_per_program"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UploadQuerySet(models.QuerySet["Upload"]):
    """Questions about files."""

    def visible_to(self, person: User) -> "UploadQuerySet":
        """Files of the programs that the person administers."""
        return self.filter(program__admins=person)

    def waiting(self) -> "UploadQuerySet":
        return self.filter(imported_at=None)

    def forgotten(self) -> "UploadQuerySet":
        """Waiting for so long that the people in it should not be kept any longer."""
        return self.waiting().filter(uploaded_at__lt=timezone.now() - KEPT_FOR)


class Upload(models.Model):
    """A file that was dry-run and waits for somebody to say "import".

    ``table`` holds the columns that the recipe may read, and is emptied by the import:
    from then on the people are rows of their own.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    table = models.JSONField(default=dict)
    recipe = models.JSONField(default=dict)
    imported_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, help_text="What the import made.")

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(imported_at=None) | Q(table={}),
                name="upload_keeps_no_people_after_import",
            ),
        ]

    def __str__(self) -> str:
        return self.name
