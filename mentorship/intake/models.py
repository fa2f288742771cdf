"""Saved column mappings, and files between their dry run and their import."""

from django.conf import settings
from django.db import models

from mentorship.programs.models import Program


class Mapping(models.Model):
    """How somebody's columns become people; kept so that the next file is one click.

    ``columns`` is {our field: their column or a fixed value}; docs/import.md has the
    list of fields.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="mappings")
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)
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


class Upload(models.Model):
    """A file that was dry-run and waits for somebody to say "import"."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    text = models.TextField()
    columns = models.JSONField(default=dict)
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
