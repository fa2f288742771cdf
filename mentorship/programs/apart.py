"""Two people whom a program keeps apart: neither is ever suggested to the other."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class NeverPair(models.Model):
    """A mentee and a mentor who are not brought together in this program.

    Set by its admins and seen by them alone; ``why`` is for them, and reaches nobody.
    """

    program = models.ForeignKey(
        "programs.Program", models.CASCADE, related_name="never_pairs"
    )
    mentee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    why = models.CharField("why, for us admins only", max_length=240, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "mentee", "mentor"], name="never_pair_once"
            ),
            models.CheckConstraint(
                condition=~Q(mentee=F("mentor")), name="never_pair_of_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentee_id} and {self.mentor_id} apart"
