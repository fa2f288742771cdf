"""On the way into a program: answers given so far, and invitations by mail."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User


class Joining(models.Model):
    """What somebody answered so far on their way into a program.

    A draft in the database: it can be left after each question and taken up on another
    device. Finishing writes profile and enrolments, and removes it.
    """

    program = models.ForeignKey(
        "programs.Program", models.CASCADE, related_name="joinings"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="joinings"
    )
    answers = models.JSONField(
        default=dict, help_text="What was answered, by the key of the question."
    )
    began_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person"], name="joining_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on the way into {self.program_id}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def to(self, person: User) -> "InvitationQuerySet":
        """Invitations to the address that the person signs in with."""
        return self.filter(email__iexact=person.email)


class Invitation(models.Model):
    """A program's invitation to one address. The link in its mail is a page with a
    button; only whoever signs in with that address can use it, once."""

    program = models.ForeignKey(
        "programs.Program", models.CASCADE, related_name="invitations"
    )
    email = models.EmailField("e-mail address")
    roles = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "email"],
                condition=Q(used_at=None),
                name="invitation_open_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(used_by=None) | Q(used_at__isnull=False),
                name="invitation_used_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} into {self.program_id}"
