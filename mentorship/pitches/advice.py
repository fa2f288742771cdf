"""Asking for advice: one question to one person, answered in writing or not at all."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment


class AdviceQuerySet(models.QuerySet["Advice"]):
    """Questions about advice."""

    def asked_by(self, person: User) -> "AdviceQuerySet":
        near = Enrolment.objects.not_blocked_for(person)
        return self.filter(asker__person=person, adviser__in=near)

    def asked_of(self, person: User) -> "AdviceQuerySet":
        """What reached a person and was not taken back."""
        near = Enrolment.objects.not_blocked_for(person)
        return self.filter(adviser__person=person, asker__in=near).exclude(
            state=Advice.State.WITHDRAWN
        )

    def visible_to(self, person: User) -> "AdviceQuerySet":
        return self.asked_by(person) | self.asked_of(person)

    def awaiting_answer(self) -> "AdviceQuerySet":
        return self.filter(state=Advice.State.SENT)

    def waiting_first(self) -> "AdviceQuerySet":
        """Those that wait for an answer before the others, the most urgent on top."""
        waiting = Case(When(state=Advice.State.SENT, then=F("answer_by")), default=None)
        return self.order_by(waiting.asc(nulls_last=True), "-pk")

    def overdue(self) -> "AdviceQuerySet":
        return self.awaiting_answer().filter(answer_by__lt=timezone.now())

    def between(self, asker: int, adviser: int) -> "AdviceQuerySet":
        """Whatever one person ever asked another (user ids), in any program."""
        return self.filter(asker__person=asker, adviser__person=adviser)

    def cooling_off(self, days: int) -> "AdviceQuerySet":
        """A no, or no answer in time, that still keeps the asker from asking again."""
        since = timezone.now() - timedelta(days=days)
        return self.filter(
            Q(state=Advice.State.DECLINED, answered_at__gt=since)
            | Q(state=Advice.State.EXPIRED, answer_by__gt=since)
        )

    def with_people(self) -> "AdviceQuerySet":
        """With the names of both, for lists."""
        return self.select_related("asker__person__profile", "adviser__person__profile")


class Advice(models.Model):
    """A situation and a question. It takes no place and begins no relationship."""

    class State(models.TextChoices):
        SENT = "sent", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        DECLINED = "declined", "Can't right now"
        WITHDRAWN = "withdrawn", "Taken back"
        EXPIRED = "expired", "Ran out of time"

    asker = models.ForeignKey(Enrolment, models.CASCADE, related_name="advice_asked")
    adviser = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    goal = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    situation = models.TextField("what happened, and what I tried", max_length=1200)
    question = models.TextField("my question", max_length=400)
    state = models.CharField(max_length=9, choices=State, default=State.SENT)
    sent_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=3000, blank=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "advice"
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "adviser"],
                condition=Q(state="sent"),
                name="advice_one_open_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) ^ Q(state__in=["answered", "declined"]),
                name="advice_answered_at_iff_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""),
                name="advice_answered_in_words",
            ),
            models.CheckConstraint(
                condition=~Q(situation="") & ~Q(question=""),
                name="advice_asks_something",
            ),
        ]

    def __str__(self) -> str:
        return f"advice {self.pk}"
