"""Questions about a whole program that take the engine a while to answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from matching.leased import MOST_ATTEMPTS, Leased, LeasedQuerySet
from mentorship.programs.models import Program


class StudyQuerySet(LeasedQuerySet["Study"]):
    """Questions about studies."""

    def visible_to(self, person: User) -> "StudyQuerySet":
        """Studies of the programs that the person administers."""
        return self.filter(program__admins=person)


class Study(Leased):
    """One question and its answer: how fair lists are, or what would be if.

    It looks at people as they are when it is made, by the rules of the run that the
    program shows, and changes nothing.
    """

    class Kind(models.TextChoices):
        FAIRNESS = "fairness", _("How lists are shared out")
        WHAT_IF = "what_if", _("What if")

    class State(models.TextChoices):
        WORKING = "working", _("Being worked out")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Could not be worked out")

    WORKING, FAILED, TASK = State.WORKING, State.FAILED, "matching.study"

    program = models.ForeignKey(Program, models.CASCADE, related_name="studies")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.WORKING)
    asked = models.JSONField(default=dict, help_text="What would be otherwise.")
    found = models.JSONField(default=dict, help_text="What the pages show.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "studies"
        constraints = [
            models.CheckConstraint(
                condition=Q(found={}) ^ Q(state="done"),
                name="study_found_something_iff_done",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=MOST_ATTEMPTS),
                name="study_attempts_within_the_cap",
            ),
        ]

    def __str__(self) -> str:
        return f"study {self.pk}"
