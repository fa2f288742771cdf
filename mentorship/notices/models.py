"""Mail as rows, written in the transaction of its cause and delivered afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

MOST_ATTEMPTS = 10  # with doubling pauses: about seventeen hours


class MailQuerySet(models.QuerySet["Mail"]):
    """Questions about mail."""

    def due(self) -> "MailQuerySet":
        """Not delivered yet, not just tried, and not given up."""
        return self.filter(
            delivered_at=None,
            not_before__lte=timezone.now(),
            attempts__lt=MOST_ATTEMPTS,
        )


class Mail(models.Model):
    """One mail to one person. (event, recipient) is unique: a cause that happens twice
    in the code still writes one mail."""

    event = models.CharField(
        max_length=200,
        help_text="What caused it, such as pitch-12-sent: unique per recipient.",
    )
    recipient = models.EmailField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="mail",
    )
    subject = models.CharField(max_length=240)
    text = models.TextField()
    html = models.TextField(blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "mail"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"], name="mail_once_per_event_and_person"
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(delivered_at=None),
                name="mail_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.recipient}"
