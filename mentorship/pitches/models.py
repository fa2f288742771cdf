"""A mentee's letter to a mentor, from first draft to answer."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from accounts.models import User
from mentorship.finding.models import Route
from mentorship.goals.models import Goal
from mentorship.pitches.advice import Advice, AdviceQuerySet
from mentorship.pitches.composer import WRITTEN, Letter
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Yes

__all__ = ["Advice", "AdviceQuerySet", "Citation", "Pitch", "PitchQuerySet"]

REMIND_DAYS = 3
"""How long before the time to answer is over a mentor hears of it once more."""


class PitchQuerySet(models.QuerySet["Pitch"]):
    """Questions asked of many pitches at once."""

    def written_by(self, person: User) -> "PitchQuerySet":
        """The person's own, without those to people since parted by a block."""
        near = Enrolment.objects.not_blocked_for(person)
        return self.filter(mentee__person=person, mentor__in=near)

    def addressed_to(self, person: User) -> "PitchQuerySet":
        """What was ever sent to a mentor, even if it was taken back since: enough to
        answer an old link kindly, and no more while it is a draft again."""
        near = Enrolment.objects.not_blocked_for(person)
        return self.filter(
            mentor__person=person, mentee__in=near, first_sent_at__isnull=False
        )

    def received_by(self, person: User) -> "PitchQuerySet":
        """What a mentor may read: no draft, and nothing that was taken back."""
        gone = [Pitch.State.DRAFT, Pitch.State.WITHDRAWN]
        return self.addressed_to(person).exclude(state__in=gone)

    def visible_to(self, person: User) -> "PitchQuerySet":
        """The writer, and once it was sent whoever was asked: nobody else."""
        return self.written_by(person) | self.addressed_to(person)

    def waiting_first(self) -> "PitchQuerySet":
        """Those that wait for an answer before the others, the most urgent on top."""
        waiting = Case(When(state=Pitch.State.SENT, then=F("answer_by")), default=None)
        return self.order_by(waiting.asc(nulls_last=True), "-pk")

    def open_first(self) -> "PitchQuerySet":
        """Drafts and what waits before whatever is over, the newest on top."""
        is_open = Q(state__in=[Pitch.State.DRAFT, Pitch.State.SENT])
        return self.order_by(Case(When(is_open, then=0), default=1), "-pk")

    def drafts(self) -> "PitchQuerySet":
        return self.filter(state=Pitch.State.DRAFT)

    def awaiting_answer(self) -> "PitchQuerySet":
        return self.filter(state=Pitch.State.SENT)

    def unread(self) -> "PitchQuerySet":
        """Sent, and not opened yet: their writer can still change them."""
        return self.awaiting_answer().filter(read_at=None)

    def to_remind(self) -> "PitchQuerySet":
        """Those whose time is nearly over, once each."""
        soon = timezone.now() + timedelta(days=REMIND_DAYS)
        return self.awaiting_answer().filter(reminded_at=None, answer_by__lt=soon)

    def overdue(self) -> "PitchQuerySet":
        return self.awaiting_answer().filter(answer_by__lt=timezone.now())

    def between(self, mentee: int, mentor: int) -> "PitchQuerySet":
        """Whatever one person ever wrote to another (user ids), in any program."""
        return self.filter(mentee__person=mentee, mentor__person=mentor)

    def cooling_off(self, days: int) -> "PitchQuerySet":
        """A no, or no answer in time, that still keeps the mentee from asking again."""
        since = timezone.now() - timedelta(days=days)
        return self.filter(
            Q(state=Pitch.State.DECLINED, answered_at__gt=since)
            | Q(state=Pitch.State.EXPIRED, answer_by__gt=since)
        )


class Pitch(models.Model):
    """What a mentee writes to ask. Once sent, pages call it a request."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Waiting for an answer"
        ACCEPTED = "accepted", "Said yes"
        DECLINED = "declined", "Can't right now"
        WITHDRAWN = "withdrawn", "Taken back"
        EXPIRED = "expired", "Ran out of time"
        SETTLED = "settled", "Somebody else said yes"

    class Fallback(models.TextChoices):
        """What would also help, if a conversation is not possible."""

        INTRODUCE = "introduce", "Introduce me to somebody who could help"
        WRITE = "write", "Answer my question in writing"
        NOTHING = "nothing", "Nothing else"

    class Deed(models.TextChoices):
        """What the mentor would do: one thing that can be said yes to."""

        ANSWER = "answer", "Answer a question"
        REVIEW = "review", "Look at something I made"
        INTRODUCE = "introduce", "Introduce me to somebody"
        PRACTISE = "practise", "Practise something with me"

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="pitches")
    mentee = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="pitches_written"
    )
    mentor = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="pitches_received"
    )
    kind = models.CharField(
        "what I ask for",
        max_length=12,
        choices=Enrolment.Kind,
        default=Enrolment.Kind.CONVERSATION,
    )
    introduction = models.TextField("who I am, in two lines", blank=True)
    why = models.TextField("what I hope to get", blank=True)
    why_you = models.TextField("why you", blank=True)
    commitment = models.TextField("what I will do", blank=True)
    ask = models.TextField("my question", blank=True)
    brings = models.TextField("what I bring", blank=True)
    deed = models.CharField("what you would do", max_length=9, choices=Deed, blank=True)
    support = models.CharField(
        "what kind of help",
        max_length=10,
        choices=Enrolment.Support,
        default=Enrolment.Support.MENTORING,
    )
    route = models.CharField(
        "how I came upon you", max_length=11, choices=Route, default=Route.SUGGESTED
    )
    topic_confirmed = models.BooleanField(
        "I know that this is not among their topics", default=False
    )
    support_confirmed = models.BooleanField(
        "I know that this is not the kind of help they offer", default=False
    )
    fallback = models.CharField(
        "if that is not possible",
        max_length=9,
        choices=Fallback,
        default=Fallback.INTRODUCE,
    )
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    mentee_yes = models.OneToOneField(
        Yes, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(default=timezone.now)
    first_sent_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("what the mentee reads", max_length=2000, blank=True)
    private_reason = models.CharField(
        "why, only for yourself", max_length=400, blank=True
    )

    objects = PitchQuerySet.as_manager()

    PARTS = ("introduction", "why", "why_you", "commitment", "ask")
    WRITTEN = WRITTEN
    CHOSEN = ("kind", "deed", "support", "fallback")
    CONFIRMED = ("topic_confirmed", "support_confirmed")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "pitches"
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "mentor"],
                condition=Q(state="draft"),
                name="pitch_one_draft_per_goal_and_mentor",
            ),
            models.UniqueConstraint(
                fields=["mentee", "mentor"],
                condition=Q(state="sent"),
                name="pitch_one_open_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", sent_at=None)
                | Q(sent_at__isnull=False) & ~Q(state="draft"),
                name="pitch_sent_at_iff_sent",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) ^ Q(state__in=["accepted", "declined"]),
                name="pitch_answered_at_iff_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepted"])
                | Q(mentee_yes__isnull=False),
                name="pitch_sent_carries_a_yes",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(first_sent_at__isnull=False),
                name="pitch_sent_once_at_least",
            ),
            models.CheckConstraint(
                condition=Q(read_at=None) | ~Q(state="draft"),
                name="pitch_read_only_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(thanked_at=None) | Q(state__in=["declined", "expired"]),
                name="pitch_thanks_only_after_a_no",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | ~Q(introduction="")
                & ~Q(why="")
                & ~Q(why_you="")
                & ~Q(commitment="")
                & ~Q(ask=""),
                name="pitch_sent_has_five_parts",
            ),
        ]
        indexes = [models.Index(fields=["mentor", "state"])]

    def __str__(self) -> str:
        return f"{self.mentee.person} to {self.mentor.person}"

    def letter(self) -> Letter:
        """What was written and chosen, as the composer looks at it."""
        looked_at = (*self.WRITTEN, *self.CONFIRMED, "deed", "support")
        return Letter(
            **{name: getattr(self, name) for name in looked_at},
            cited=self.citations.count(),
        )


class Citation(models.Model):
    """Something of the mentor's that spoke to the mentee, in the mentor's words as they
    were when it was picked."""

    class Source(models.TextChoices):
        SKILL = "skill", "Skill"
        STORY = "story", "Story"
        PATH = "path", "Path"
        TOPIC = "topic", "Topic"
        ANSWER = "answer", "Answer they published"

    pitch = models.ForeignKey(Pitch, models.CASCADE, related_name="citations")
    source = models.CharField(max_length=6, choices=Source)
    words = models.CharField(max_length=400)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pitch", "source", "words"], name="citation_once_per_pitch"
            ),
            models.CheckConstraint(
                condition=~Q(words=""), name="citation_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]
