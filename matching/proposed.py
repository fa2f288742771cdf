"""Proposals for a whole program: who is suggested to whom, and what both say to it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from matching.leased import MOST_ATTEMPTS, Leased, LeasedQuerySet
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, NeverPair, Program
from mentorship.relationships.models import Relationship, Yes


class ProposalSetQuerySet(LeasedQuerySet["ProposalSet"]):
    """Questions about sets of proposals."""

    def visible_to(self, person: User) -> "ProposalSetQuerySet":
        """Sets of the programs that the person administers."""
        return self.filter(program__admins=person)

    def open(self) -> "ProposalSetQuerySet":
        """Being made, or waiting for a look: a program has at most one."""
        return self.filter(state__in=ProposalSet.OPEN)


class ProposalSet(Leased):
    """At most one mentor proposed for each goal of a program, by one aim.

    A worker drafts it, an admin looks it through, and only what is published reaches
    people. Nothing comes about by it: two people still have to say yes.
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", _("Being made")
        DRAFT = "draft", _("To be looked through")
        PUBLISHED = "published", _("Put to people")
        DISCARDED = "discarded", _("Discarded")
        FAILED = "failed", _("Could not be made")

    class Aim(models.TextChoices):
        """What comes first; the labels are what an admin chooses by."""

        EVERYONE = "everyone", _("As many goals as possible get somebody")
        SPREAD = "spread", _("As many as possible, shared out evenly among mentors")
        WORST = "worst", _("As many as possible, and the weakest pair fits well")
        SCORE = "score", _("The best fit over all, even if somebody gets nobody")
        STABLE = "stable", _("No two people who would rather have each other")

    WORKING, FAILED, TASK = State.DRAFTING, State.FAILED, "matching.draft"
    OPEN = (State.DRAFTING, State.DRAFT)

    program = models.ForeignKey(Program, models.CASCADE, related_name="proposal_sets")
    aim = models.CharField(max_length=8, choices=Aim, default=Aim.EVERYONE)
    why = models.CharField(
        _("why you suggest this"),
        max_length=300,
        help_text=_("Everybody who gets a suggestion reads it, with your name."),
    )
    state = models.CharField(max_length=9, choices=State, default=State.DRAFTING)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    pins = models.JSONField(default=list, help_text="[goal, mentor] to keep.")
    drops = models.JSONField(default=list, help_text="[goal, mentor] to leave out.")
    only_pins = models.BooleanField(
        default=False, help_text="Nothing but the pairs that an admin chose."
    )
    not_kept = models.PositiveIntegerField(
        default=0, help_text="Pairs to keep that turned out not to be possible."
    )
    goals = models.PositiveIntegerField(default=0)
    mentors = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict, help_text="Per aim, to be compared.")

    objects = ProposalSetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(state__in=["drafting", "draft"]),
                name="proposal_set_one_open_per_program",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) ^ Q(state="published"),
                name="proposal_set_published_at_iff_published",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="proposal_set_says_why"),
            models.CheckConstraint(
                condition=Q(attempts__lte=MOST_ATTEMPTS),
                name="proposal_set_attempts_within_the_cap",
            ),
        ]

    def __str__(self) -> str:
        return f"proposals {self.pk}"

    @property
    def aim_in_words(self) -> str:
        """What comes first in it; nothing does in a set of an admin's own choice."""
        chosen = _("Only what was chosen by hand")
        return str(chosen if self.only_pins else self.Aim(self.aim).label)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Questions about proposals."""

    def put_to(self, person: User) -> "ProposalQuerySet":
        """What a program ever suggested to a person, on either side; a block and a
        program that keeps the two apart part them."""
        near = Enrolment.objects.not_blocked_for(person)
        apart = NeverPair.objects.filter(
            program=OuterRef("mentor__program"),
            mentee=OuterRef("goal__mentee__person"),
            mentor=OuterRef("mentor__person"),
        )
        mine = Q(goal__mentee__person=person, mentor__in=near) | Q(
            mentor__person=person, goal__mentee__in=near
        )
        return self.filter(mine, state__in=Proposal.PUT).exclude(Exists(apart))

    def open(self) -> "ProposalQuerySet":
        """Whose time is not over, and to which not both have said yes."""
        return self.filter(state=Proposal.State.OPEN, answer_by__gt=timezone.now())

    def not_refused_by(self, person: User) -> "ProposalQuerySet":
        """Without those that the person said are not for them."""
        mine = Q(goal__mentee__person=person, mentee_no_at__isnull=False)
        return self.exclude(mine | Q(mentor__person=person, mentor_no_at__isnull=False))

    def overdue(self) -> "ProposalQuerySet":
        return self.filter(state=Proposal.State.OPEN, answer_by__lte=timezone.now())

    def between(self, one: User, other: User) -> "ProposalQuerySet":
        """Of two people, whoever of them is the mentor."""
        return self.filter(
            Q(goal__mentee__person=one, mentor__person=other)
            | Q(goal__mentee__person=other, mentor__person=one)
        )


class Proposal(models.Model):
    """A mentor proposed for a goal. What one side says is never shown to the other, nor
    to whoever suggested it: until its time is over it looks the same to them."""

    class State(models.TextChoices):
        DRAFT = "draft", _("To be looked through")
        DROPPED = "dropped", _("Left out")
        OPEN = "open", _("Put to both")
        BEGUN = "begun", _("Both said yes")
        OVER = "over", _("Not open any more")

    PUT = (State.OPEN, State.BEGUN, State.OVER)

    SIDES: ClassVar[tuple[str, str]] = ("mentee", "mentor")

    set = models.ForeignKey(ProposalSet, models.CASCADE, related_name="proposals")
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Enrolment, models.CASCADE, related_name="proposed_for")
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    pinned = models.BooleanField(default=False)
    score = models.PositiveIntegerField()
    factors = ArrayField(models.FloatField(null=True), help_text="Null: not known.")
    weights = ArrayField(models.PositiveSmallIntegerField())
    noted = models.PositiveIntegerField(default=0)
    given_up = models.PositiveIntegerField(
        default=0, help_text="How far the goal's own best is ahead, as the score."
    )
    best = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer_by = models.DateTimeField(null=True, blank=True)
    mentee_yes = models.OneToOneField(
        Yes, models.PROTECT, null=True, blank=True, related_name="+"
    )
    mentor_yes = models.OneToOneField(
        Yes, models.PROTECT, null=True, blank=True, related_name="+"
    )
    mentee_no_at = models.DateTimeField(null=True, blank=True)
    mentor_no_at = models.DateTimeField(null=True, blank=True)
    mentee_reason = models.CharField(max_length=240, blank=True)
    mentor_reason = models.CharField(max_length=240, blank=True)
    relationship = models.OneToOneField(
        Relationship, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["set", "goal"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "goal"], name="proposal_one_mentor_per_goal_in_a_set"
            ),
            models.UniqueConstraint(
                fields=["goal", "mentor"],
                condition=Q(state="open"),
                name="proposal_one_open_per_goal_and_mentor",
            ),
            models.CheckConstraint(
                condition=Q(answer_by=None) ^ Q(state__in=["open", "begun", "over"]),
                name="proposal_answer_by_iff_put_to_people",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "begun"])
                | Q(mentee_yes=None, mentor_yes=None),
                name="proposal_yes_only_while_it_counts",
            ),
            models.CheckConstraint(
                condition=~Q(state="begun")
                | Q(mentee_yes__isnull=False, mentor_yes__isnull=False),
                name="proposal_begun_by_two_yeses",
            ),
            models.CheckConstraint(
                condition=Q(relationship=None) | Q(state="begun"),
                name="proposal_relationship_only_if_begun",
            ),
            models.CheckConstraint(
                condition=Q(mentee_yes=None) | Q(mentor_yes=None) | Q(state="begun"),
                name="proposal_two_yeses_begin",
            ),
            models.CheckConstraint(
                condition=Q(mentee_yes=None) | Q(mentee_no_at=None),
                name="proposal_mentee_says_yes_or_no",
            ),
            models.CheckConstraint(
                condition=Q(mentor_yes=None) | Q(mentor_no_at=None),
                name="proposal_mentor_says_yes_or_no",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "dropped"])
                | Q(mentee_no_at=None, mentor_no_at=None),
                name="proposal_answered_only_by_who_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(mentee_yes=None) | ~Q(mentee_yes=F("mentor_yes")),
                name="proposal_needs_two_different_yeses",
            ),
        ]
        indexes = [
            models.Index(fields=["mentor", "state"]),
            models.Index(
                fields=["answer_by"],
                condition=Q(state="open"),
                name="proposal_open_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} proposed for goal {self.goal_id}"

    def side_of(self, person: User) -> str:
        """Which of the two somebody is: "mentee" or "mentor"."""
        return "mentor" if self.mentor.person_id == person.pk else "mentee"

    def said_by(self, side: str) -> str:
        """What one side said: "yes", "no" or nothing yet."""
        if getattr(self, f"{side}_yes_id") is not None:
            return "yes"
        return "no" if getattr(self, f"{side}_no_at") is not None else ""

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return (
            self.state == self.State.OPEN
            and self.answer_by is not None
            and self.answer_by > timezone.now()
        )
