"""Goals, the self-assessment that belongs to each, and what matters in a mentor."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Skill, Track, User
from mentorship.goals.conditions import Condition, Unknown
from mentorship.programs.models import Enrolment

__all__ = [
    "AssessmentItem",
    "Condition",
    "Criteria",
    "Criterion",
    "Goal",
    "GoalQuerySet",
    "Unknown",
    "WantedSkill",
    "is_long_ago",
]


class GoalQuerySet(models.QuerySet["Goal"]):
    """Questions about goals."""

    def of(self, person: User) -> "GoalQuerySet":
        """The person's own goals, in programs they still belong to."""
        return self.filter(mentee__person=person, mentee__left_at=None)

    def open(self) -> "GoalQuerySet":
        return self.exclude(state=Goal.State.CLOSED)

    def matchable(self) -> "GoalQuerySet":
        """Goals a run works on: active, complete, of somebody who is looking."""
        grows = AssessmentItem.objects.filter(
            goal=OuterRef("pk"), kind=AssessmentItem.Kind.GROWTH
        )
        return self.filter(
            Exists(grows),
            state=Goal.State.ACTIVE,
            mentee__left_at=None,
            mentee__looking=True,
            mentee__person__is_active=True,
        )

    def ready(self) -> "GoalQuerySet":
        """Drafts that lack nothing and were looked over, or were never on those pages."""
        said = self.filter(state=Goal.State.DRAFT).exclude(guidance="")
        return said.filter(Q(answered=[]) | Q(answered__contains=[Goal.CHECKED]))

    def with_progress(self) -> "GoalQuerySet":
        """Adds how far each has come, as yes or no, for ``goals.steps``."""

        def has(**rows: Any) -> Exists:
            return Exists(Goal.objects.filter(pk=OuterRef("pk"), **rows))

        return self.annotate(
            weighed=has(criteria__isnull=False),
            looked=has(leads__set_aside_at=None, leads__isnull=False),
            wrote=has(pitches__isnull=False),
            asked=has(pitches__state__in=["sent", "accepted"]),
            talking=has(relationships__isnull=False, relationships__ended_at=None),
        )


class Goal(models.Model):
    """What a mentee wants to reach. Its purpose decides the weights and how far apart
    two people's levels should be."""

    class Purpose(models.TextChoices):
        GROWTH = "growth", "Grow in my career"
        CHALLENGE = "challenge", "Get through something difficult"
        SKILL = "skill", "Learn a skill"
        TECHNOLOGY = "technology", "Catch up with a new technology"
        NETWORK = "network", "Get to know more people"
        SHOP_TALK = "shop_talk", "Talk shop with somebody like me"
        WORKPLACE = "workplace", "Talk about a situation at my workplace"
        ALLYSHIP = "allyship", "Be a better ally"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ACTIVE = "active", "Active"
        CLOSED = "closed", "Closed"

    class Cadence(models.TextChoices):
        ONCE = "once", "Once"
        WEEKLY = "weekly", "Every week"
        FORTNIGHTLY = "fortnightly", "Every two weeks"
        MONTHLY = "monthly", "Every month"

    mentee = models.ForeignKey(Enrolment, models.CASCADE, related_name="goals")
    purpose = models.CharField(max_length=10, choices=Purpose)
    purpose_words = models.CharField(
        "what else, in your words", max_length=160, blank=True
    )
    title = models.CharField("what I want", max_length=200)
    guidance = models.TextField("what guidance would help", max_length=2000, blank=True)
    envisioned = models.TextField(
        "the way there, as I imagine it",
        max_length=600,
        blank=True,
        help_text="A few steps, such as: lead a small project, then a team.",
    )
    support = models.CharField(
        "what kind of help",
        max_length=10,
        choices=Enrolment.Support,
        default=Enrolment.Support.MENTORING,
    )
    format = models.CharField(
        max_length=12, choices=Enrolment.Kind, default=Enrolment.Kind.CONVERSATION
    )
    cadence = models.CharField(
        "how often", max_length=11, choices=Cadence, default=Cadence.ONCE
    )
    minutes = models.PositiveSmallIntegerField(
        "minutes each time",
        default=45,
        validators=[MinValueValidator(15), MaxValueValidator(180)],
    )
    months = models.PositiveSmallIntegerField(
        "for how many months",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    channel = models.CharField(
        "how to meet", max_length=10, choices=Enrolment.Channel, blank=True
    )
    target_date = models.DateField("by when", null=True, blank=True)
    skills = models.ManyToManyField(
        Skill, through="WantedSkill", related_name="goals", blank=True
    )
    track = models.ForeignKey(
        Track,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="which line of work it is about",
    )
    level_low = models.SmallIntegerField(
        "fewest steps ahead of me",
        null=True,
        blank=True,
        validators=[MinValueValidator(-7), MaxValueValidator(7)],
        help_text="Leave empty to use what suits the purpose.",
    )
    level_high = models.SmallIntegerField(
        "most steps ahead of me",
        null=True,
        blank=True,
        validators=[MinValueValidator(-7), MaxValueValidator(7)],
    )
    about_workplace = models.BooleanField(
        "this is about my own workplace", default=False
    )
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    answered = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="Keys of the questions that were answered so far.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = GoalQuerySet.as_manager()

    CHECKED = "checked"  # stands in ``answered`` once the answers were looked over

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="active") | ~Q(guidance=""),
                name="goal_active_only_with_guidance",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="other") | ~Q(purpose_words=""),
                name="goal_other_purpose_says_what",
            ),
            models.CheckConstraint(
                condition=Q(level_low=None, level_high=None)
                # Without the second check a missing end would compare as unknown,
                # and what is unknown passes.
                | Q(
                    level_low__isnull=False,
                    level_high__isnull=False,
                    level_high__gte=F("level_low"),
                ),
                name="goal_level_window_from_low_to_high",
            ),
            models.CheckConstraint(
                condition=Q(format="conversation", cadence="once")
                | Q(format="ongoing") & ~Q(cadence="once"),
                name="goal_cadence_fits_the_format",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_growth_area(self) -> bool:
        """Asks nothing of the database where the assessment was prefetched."""
        items = self.assessment.all()
        return any(item.kind == AssessmentItem.Kind.GROWTH for item in items)

    def told(self) -> set[str]:
        """Keys of what was answered. A goal that came from a file was never asked, so
        there what stands in its row counts."""
        if self.answered:
            return set(self.answered)
        guidance = {"guidance"} if self.guidance.strip() else set()
        return {"purpose", "want", self.CHECKED} | guidance

    def missing(self) -> list[str]:
        """What still keeps this goal from being matched, as sentences."""
        gaps = []
        told = self.told()
        if "want" not in told:
            gaps.append(_("Say what you want."))
        if not self.guidance.strip():
            gaps.append(_("Say what guidance would help."))
        if not gaps and self.state == self.State.DRAFT and self.CHECKED not in told:
            gaps.append(_("Look over what you wrote."))
        if not self.has_growth_area:
            gaps.append(_("Name at least one growth area."))
        return gaps


class WantedSkill(models.Model):
    """A skill the goal is about: a concept, or the mentee's own words for it."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="wanted")
    skill = models.ForeignKey(Skill, models.PROTECT, null=True, blank=True)
    words = models.CharField("in my own words", max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(skill=None) ^ Q(words=""),
                name="wanted_skill_is_a_concept_or_own_words",
            ),
            models.UniqueConstraint(
                fields=["goal", "skill"], name="wanted_skill_once_per_goal"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.skill.label if self.skill else self.words


class AssessmentItemQuerySet(models.QuerySet["AssessmentItem"]):
    """Questions about assessment items."""

    def asked(self) -> "AssessmentItemQuerySet":
        """What a mentor sees from the moment they are asked."""
        return self.filter(visibility=AssessmentItem.Visibility.ASKED)

    def shared(self) -> "AssessmentItemQuerySet":
        """What the mentor of a relationship for this goal sees."""
        return self.exclude(visibility=AssessmentItem.Visibility.ME)


class AssessmentItem(models.Model):
    """One line of the self-assessment of one goal, and who may see it."""

    class Kind(models.TextChoices):
        GROWTH = "growth", "Growth area"
        STRENGTH = "strength", "Strength"
        CHALLENGE = "challenge", "Challenge from outside"

    class Visibility(models.TextChoices):
        ME = "me", "Only me"
        ASKED = "asked", "People I ask"
        MENTOR = "mentor", "My mentor, once we both said yes"

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="assessment")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.CharField(max_length=300)
    exercise = models.CharField(
        max_length=20, blank=True, help_text="The exercise that it came from."
    )
    visibility = models.CharField(
        max_length=6, choices=Visibility, default=Visibility.ASKED
    )

    objects = AssessmentItemQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="assessment_item_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text


def is_long_ago(said_at: datetime, months: int) -> bool:
    """Whether so many months have passed since; a month has thirty days here."""
    return said_at < timezone.now() - timedelta(days=30 * months)


class Criteria(models.Model):
    """What matters to the mentee in a mentor, for one goal, as of one day.

    A change is a new set; the newest is in force, and an old run keeps the one it used.
    """

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="criteria")
    set_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(auto_now_add=True)
    networks_count = models.BooleanField(
        "networks that we share count as something in common", default=False
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return f"criteria of {self.set_at:%d %B %Y}"


class Criterion(models.Model):
    """How much one of the eight qualities matters. No row: not asked for."""

    class Quality(models.TextChoices):
        RELEVANCE = "relevance", "Knows what I need"
        INSPIRATION = "inspiration", "Inspires me"
        COMMUNICATION = "communication", "Talks in a way that suits me"
        AVAILABILITY = "availability", "Has time when I have time"
        CONNECTION = "connection", "Is easy to be open with"
        LISTENING = "listening", "Listens well"
        RECIPROCITY = "reciprocity", "Wants to learn from me too"
        COMMITMENT = "commitment", "Is committed to my growth"

    class Importance(models.TextChoices):
        NICE = "nice", "Nice to have"
        IMPORTANT = "important", "Important"
        MUST = "must", "Must be so"

    criteria = models.ForeignKey(Criteria, models.CASCADE, related_name="rows")
    quality = models.CharField(max_length=13, choices=Quality)
    importance = models.CharField(max_length=9, choices=Importance)
    if_unknown = models.CharField(
        "if it is not known", max_length=4, choices=Unknown, default=Unknown.KEEP
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "criteria rows"
        constraints = [
            models.UniqueConstraint(
                fields=["criteria", "quality"], name="criterion_once_per_quality"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_quality_display()}: {self.get_importance_display()}"
