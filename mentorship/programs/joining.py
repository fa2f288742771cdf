"""On the way into a program: answers given so far, and invitations by mail."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User


class JoiningQuerySet(models.QuerySet["Joining"]):
    """Questions about people on their way in."""

    def of(self, person: User) -> "JoiningQuerySet":
        return self.filter(person=person).select_related("program")

    def draft_of(self, person: User, program: Any) -> "Joining":
        """Where somebody stands on the way into a program; unsaved before the first
        answer, so that looking writes nothing."""
        kept = self.filter(person=person, program=program).first()
        draft = kept or Joining(person=person, program=program)
        draft.program, draft.person = program, person
        return draft


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

    objects = JoiningQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person"], name="joining_once_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on the way into {self.program_id}"

    @cached_property
    def held(self) -> set[str]:
        """Roles that the person has in this program already."""
        mine = self.program.enrolments.filter(person=self.person, left_at=None)
        return set(mine.values_list("role", flat=True))

    @property
    def roles(self) -> list[str]:
        """Roles that they chose and do not have yet."""
        chosen = self.answers.get("roles", {}).get("roles", [])
        return [role for role in chosen if role not in self.held]

    @cached_property
    def asked(self) -> list[str]:
        """Keys of the questions that this person meets, in order.

        What a profile tells already is not asked again.
        """
        profile = getattr(self.person, "profile", None)
        known = {
            "name": bool(profile and profile.name),
            "languages": bool(profile and profile.languages and profile.time_zone),
            "work": self.person.tracks.exists(),
            "hours": self.person.free_hours.exists(),
        }
        of_role = {"mentee": ["looking"], "mentor": ["kinds", "places"]}
        more = [key for role in of_role if role in self.roles for key in of_role[role]]
        return ["roles", *(key for key in known if not known[key]), *more]

    @property
    def answered(self) -> list[str]:
        """Keys of the questions that have an answer, in the order of ``asked``."""
        given = set(self.answers) if self.roles else set(self.answers) - {"roles"}
        return [key for key in self.asked if key in given]

    @property
    def first_open(self) -> str | None:
        """Where to go on: the first question without an answer."""
        return next((key for key in self.asked if key not in self.answered), None)

    def told(self, keys: Iterable[str]) -> dict[str, Any]:
        """What was answered to some of the questions, as one dictionary."""
        told: dict[str, Any] = {}
        for key in set(keys) & set(self.answered):
            told |= self.answers[key]
        return told


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions about invitations."""

    def open(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, expires_at__gt=timezone.now())

    def to(self, person: User) -> "InvitationQuerySet":
        """Invitations to the address that the person signs in with."""
        return self.filter(email__iexact=person.email)

    def letting_in(self, person: User) -> "InvitationQuerySet":
        """Invitations that open a program for the person: one that waits for them, or
        one that they used. Nobody signs in with an address they have not confirmed."""
        waiting = Q(used_at=None, expires_at__gt=timezone.now())
        return self.filter(waiting & Q(email__iexact=person.email) | Q(used_by=person))


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

    @property
    def role_names(self) -> str:
        """In which roles somebody is invited; empty if they choose."""
        names = dict(self.program.enrolments.model.Role.choices)
        return ", ".join(str(names[role]) for role in self.roles if role in names)

    @property
    def is_over(self) -> bool:
        """Whether nobody used it in time."""
        return self.used_at is None and self.expires_at <= timezone.now()
