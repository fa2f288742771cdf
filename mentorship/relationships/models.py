"""Relationships between two people who both said yes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment


class Yes(models.Model):
    """A recorded yes: this person, at this moment, agreed to this.

    A relationship cannot exist without one of each side; a trigger in the database
    also checks that the two were said by the two people themselves.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="yeses"
    )
    said_at = models.DateTimeField(auto_now_add=True)
    by = models.CharField(
        "how it was said", max_length=60, help_text="Such as: sent a pitch."
    )

    class Meta:
        verbose_name_plural = "yeses"

    def __str__(self) -> str:
        return f"{self.person_id} {self.by}"


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    """Questions about relationships."""

    def visible_to(self, person: User) -> "RelationshipQuerySet":
        """Only the two people themselves: no admin, no manager. A block parts them."""
        near = Enrolment.objects.not_blocked_for(person)
        return self.filter(
            Q(mentor__person=person, mentee__in=near)
            | Q(mentee__person=person, mentor__in=near)
        )

    def going_on(self) -> "RelationshipQuerySet":
        return self.exclude(stage=Relationship.Stage.CLOSED)

    def going_on_first(self) -> "RelationshipQuerySet":
        """Those that go on before those that have ended, the newest on top."""
        return self.order_by(F("ended_at").desc(nulls_first=True), "-pk")


class Relationship(models.Model):
    """Two people, a goal, and how far they have come. It begins as getting to know
    each other, and it may end there without a mark on anybody."""

    class Stage(models.TextChoices):
        GETTING_TO_KNOW = "getting_to_know", "Getting to know each other"
        MENTORING = "mentoring", "Mentoring"
        OPEN_DOOR = "open_door", "Open door"
        CLOSED = "closed", "Closed"

    mentor = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="relationships_as_mentor"
    )
    mentee = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="relationships_as_mentee"
    )
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="relationships")
    kind = models.CharField(max_length=12, choices=Enrolment.Kind)
    stage = models.CharField(
        max_length=15, choices=Stage, default=Stage.GETTING_TO_KNOW
    )
    mentee_yes = models.OneToOneField(Yes, models.PROTECT, related_name="+")
    mentor_yes = models.OneToOneField(Yes, models.PROTECT, related_name="+")
    began_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "goal"],
                condition=~Q(stage="closed"),
                name="relationship_once_per_mentor_and_goal",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ Q(stage="closed"),
                name="relationship_ended_at_iff_closed",
            ),
            models.CheckConstraint(
                condition=~Q(mentee_yes=F("mentor_yes")),
                name="relationship_needs_two_yeses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee.person} and {self.mentor.person}"

    def other(self, person: User) -> Enrolment:
        """The other side, seen from one of the two."""
        return self.mentee if self.mentor.person_id == person.pk else self.mentor
