"""Runs of the engine, their shards, and the suggestions they publish."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from pgvector.django import HalfVectorField

from accounts.models import User
from matching.leased import MOST_ATTEMPTS
from matching.proposed import Proposal, ProposalSet
from matching.studies import Study
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, NeverPair, Program

__all__ = [
    "MOST_ATTEMPTS",
    "LiveRun",
    "MentorChange",
    "Outcome",
    "Pass",
    "Proposal",
    "ProposalSet",
    "Refresh",
    "RefreshQuerySet",
    "Run",
    "Shard",
    "ShardQuerySet",
    "SnapshotPart",
    "Study",
    "Suggestion",
    "TextVector",
]


class RunQuerySet(models.QuerySet["Run"]):
    """Questions about runs."""

    def visible_to(self, person: User) -> "RunQuerySet":
        """Runs of the programs that the person administers."""
        return self.filter(program__admins=person)

    def open(self) -> "RunQuerySet":
        return self.filter(state__in=Run.OPEN)


class Run(models.Model):
    """One execution of matching for a program.

    Stages follow one another; each is cut into shards, and the last shard to finish a
    stage makes the shards of the next one in its own transaction.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Failed"

    class Stage(models.TextChoices):
        READ = "read", "Reading people and goals"
        ENCODE = "encode", "Understanding what people wrote"
        SCORE = "score", "Comparing goals with mentors"
        PUBLISH = "publish", "Choosing and publishing"

    OPEN = (State.RUNNING,)
    NEEDING_INPUT = (State.RUNNING, State.FAILED, State.CANCELLED)  # may be retried

    program = models.ForeignKey(Program, models.CASCADE, related_name="runs")
    state = models.CharField(max_length=9, choices=State, default=State.RUNNING)
    stage = models.CharField(max_length=7, choices=Stage, default=Stage.READ)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    rules = models.JSONField(help_text="Weights and windows as they were at the start.")
    encoder = models.CharField(max_length=60)
    goals = models.PositiveIntegerField(default=0)
    mentors = models.PositiveIntegerField(default=0)
    timings = models.JSONField(default=dict, help_text="Seconds per stage.")
    figures = models.JSONField(default=dict, help_text="What the report shows.")
    failure = models.TextField(blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(state="running"),
                name="run_one_open_per_program",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) ^ ~Q(state="running"),
                name="run_ended_at_iff_over",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


class ShardQuerySet(models.QuerySet["Shard"]):
    """Questions about shards; time is the database's, never this machine's."""

    def of_open_runs(self) -> "ShardQuerySet":
        # EXISTS, not a join: an update() with a join becomes "id IN (SELECT …)", and
        # of two workers that claim at once both would find the row in that select.
        run = Run.objects.open().filter(pk=models.OuterRef("run_id"))
        return self.filter(models.Exists(run))

    def unheld(self) -> "ShardQuerySet":
        """Queued, or running under a lease that ran out."""
        return self.filter(
            Q(state=Shard.State.QUEUED)
            | Q(state=Shard.State.RUNNING, lease_until__lt=Now())
        )

    def claimable(self) -> "ShardQuerySet":
        return self.of_open_runs().unheld().filter(attempts__lt=MOST_ATTEMPTS)

    def exhausted(self) -> "ShardQuerySet":
        return self.of_open_runs().unheld().filter(attempts__gte=MOST_ATTEMPTS)

    def due(self) -> "ShardQuerySet":
        """Claimable, and not just rung for."""
        wait = timedelta(seconds=settings.BELAY_RING_SECONDS)
        return self.claimable().filter(rung_at__lt=Now() - wait)


class Shard(models.Model):
    """A slice of one stage of a run, claimed by one worker at a time.

    A claim is one conditional update that sets a fresh token and a lease by the
    database's clock. Whoever finds another token in the row writes nothing.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"

    run = models.ForeignKey(Run, models.CASCADE, related_name="shards")
    stage = models.CharField(max_length=7, choices=Run.Stage)
    number = models.PositiveIntegerField()
    first = models.PositiveIntegerField(default=0, help_text="First item of the slice.")
    after = models.PositiveIntegerField(default=0, help_text="One past the last item.")
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    token = models.UUIDField(default=uuid.uuid4)
    attempts = models.PositiveSmallIntegerField(default=0)
    rung_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    result = models.BinaryField(null=True, blank=True)
    seconds = models.FloatField(null=True, help_text="By the clock, once it is done.")
    cpu_seconds = models.FloatField(null=True, help_text="Of processors.")
    peak_mb = models.PositiveIntegerField(null=True, help_text="Most memory held.")
    error = models.CharField(max_length=400, blank=True)

    objects = ShardQuerySet.as_manager()

    class Meta:
        ordering = ["run", "stage", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "stage", "number"], name="shard_numbered_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="shard_running_under_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(attempts__lte=MOST_ATTEMPTS),
                name="shard_attempts_within_the_cap",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.stage} {self.number} of run {self.run_id}"


class SnapshotPart(models.Model):
    """The frozen input of a run: named arrays, compressed. All shards of a run read
    these, so that an edit in the middle of a run changes nothing in it."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="snapshot")
    name = models.CharField(max_length=40)
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "name"], name="snapshot_part_once_per_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of run {self.run_id}"


class LiveRun(models.Model):
    """Which run a program's pages show: ``program.live_run``. Changed in one short
    transaction, so that readers see the old lists or the new ones, never a mix."""

    program = models.OneToOneField(
        Program, models.CASCADE, primary_key=True, related_name="live_run"
    )
    run = models.ForeignKey(Run, models.CASCADE, related_name="+")
    since = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.program_id} shows run {self.run_id}"


class TextVector(models.Model):
    """What the encoder made of one text. Keyed by encoder, version and text, so that a
    text is encoded again only when one of them changes."""

    key = models.CharField(max_length=64, primary_key=True)
    vector = HalfVectorField(dimensions=512)

    def __str__(self) -> str:
        return self.key


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Questions about outcomes."""

    def live(self) -> "OutcomeQuerySet":
        """Of the run that the program's pages show."""
        return self.filter(run=models.F("run__program__live_run__run"))


class Outcome(models.Model):
    """What a run found for one goal, beside its suggestions: how many people remained,
    and how many each rule removed, alone and together with others.

    ``weights`` are those of this goal in this run, in ten-thousandths and the order of
    the engine's factors; with a suggestion's factors they add up to its score.
    ``unknown`` counts the candidates for whom a factor is not known.
    """

    # Both are held by a trigger, as in Suggestion.
    run = models.ForeignKey(
        Run,
        models.CASCADE,
        related_name="outcomes",
        db_constraint=False,
        db_index=False,
    )
    goal = models.ForeignKey(
        Goal, models.CASCADE, related_name="outcomes", db_constraint=False
    )
    compared = models.PositiveIntegerField()
    candidates = models.PositiveIntegerField()
    removed = ArrayField(models.PositiveIntegerField())
    removed_alone = ArrayField(models.PositiveIntegerField())
    unknown = ArrayField(models.PositiveIntegerField())
    weights = ArrayField(models.PositiveSmallIntegerField())
    refreshed_at = models.DateTimeField(null=True, blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "goal"], name="outcome_once_per_goal"
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.goal_id} in run {self.run_id}"


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Questions about suggestions."""

    def live(self) -> "SuggestionQuerySet":
        """Of the run that the program's pages show."""
        return self.filter(run=models.F("run__program__live_run__run"))

    def visible_to(self, person: User) -> "SuggestionQuerySet":
        """The mentee's own, of the live run, without people who should not be shown any
        more: whatever changed since the run counts at once."""
        room = Q(
            goal__format=Enrolment.Kind.CONVERSATION,
            mentor__conversations_taken__lt=models.F("mentor__conversation_places"),
        ) & ~Q(mentor__formats_not_taken__contains=[Enrolment.Kind.CONVERSATION]) | Q(
            goal__format=Enrolment.Kind.ONGOING,
            mentor__ongoing_taken__lt=models.F("mentor__ongoing_places"),
        ) & ~Q(mentor__formats_not_taken__contains=[Enrolment.Kind.ONGOING])
        apart = NeverPair.objects.filter(
            program=models.OuterRef("goal__mentee__program"),
            mentee=person,
            mentor=models.OuterRef("mentor__person"),
        )
        return (
            self.live()
            .filter(
                room,
                goal__mentee__person=person,
                goal__mentee__left_at=None,
                mentor__left_at=None,
                mentor__accepting=True,
                mentor__paused=False,
                mentor__person__is_active=True,
            )
            .exclude(mentor__person__blocks_set__blocked=person)
            .exclude(mentor__person__blocks_met__blocker=person)
            .exclude(mentor__passes__goal=models.F("goal"))
            .exclude(models.Exists(apart))
        )


class Suggestion(models.Model):
    """A mentor shown to a mentee for one goal, with the factors behind it.

    A factor is in [0, 1], or null when it is not known; ``score`` is the sum of their
    contributions in ten-thousandths, with 0.5 for the unknown.
    """

    MOST = 20
    SHOWN_FIRST = 5

    # The trigger suggestion_names_who_is_there holds these three, for all rows of a
    # statement at once: a run writes millions, and foreign keys are checked row by row.
    # Indexes begin with the run, so that a new run writes at their ends: what runs before
    # it wrote is neither read nor split. By goal or mentor alone Postgres looks into
    # each run's part of them, and there are few runs. There are two, one by goal and one
    # by mentor: each index more takes a tenth of the time of publishing.
    pk = models.CompositePrimaryKey("run_id", "goal_id", "position")
    run = models.ForeignKey(
        Run,
        models.CASCADE,
        related_name="suggestions",
        db_constraint=False,
        db_index=False,
    )
    goal = models.ForeignKey(
        Goal,
        models.CASCADE,
        related_name="suggestions",
        db_constraint=False,
        db_index=False,
    )
    mentor = models.ForeignKey(
        Enrolment,
        models.CASCADE,
        related_name="suggested_as_mentor",
        db_constraint=False,
        db_index=False,
    )
    position = models.PositiveSmallIntegerField()
    score = models.PositiveIntegerField()
    relevance = models.FloatField(null=True)
    availability = models.FloatField(null=True)
    communication = models.FloatField(null=True)
    level = models.FloatField(null=True)
    reciprocity = models.FloatField(null=True)
    context = models.FloatField(null=True)
    commitment = models.FloatField(null=True)
    inspiration = models.FloatField(null=True)
    connection = models.FloatField(null=True)
    listening = models.FloatField(null=True)
    noted = models.PositiveIntegerField(
        default=0, help_text="Bits of the engine's rules that a page has to mention."
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["run", "goal", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "mentor", "goal"], name="suggestion_mentor_once_per_goal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} for goal {self.goal_id}"


class PassQuerySet(models.QuerySet["Pass"]):
    """Questions about people whom a mentee would rather not see."""

    def of_goal(self, goal: Goal) -> "PassQuerySet":
        return self.filter(goal=goal).select_related("mentor__person__profile")


class Pass(models.Model):
    """ "Not for me": the mentee would rather not see this mentor for this goal. Silent,
    can be undone, and seen by nobody else."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="passes")
    mentor = models.ForeignKey(Enrolment, models.CASCADE, related_name="passes")
    why = models.CharField(max_length=240, blank=True)
    said_at = models.DateTimeField(auto_now_add=True)

    objects = PassQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "passes"
        constraints = [
            models.UniqueConstraint(fields=["goal", "mentor"], name="pass_said_once"),
        ]

    def __str__(self) -> str:
        return f"goal {self.goal_id} passes {self.mentor_id}"


class RefreshQuerySet(models.QuerySet["Refresh"]):
    """Questions about lists that wait to be made again."""

    def pending(self) -> "RefreshQuerySet":
        """Without those that failed too often: the next run makes them."""
        return self.filter(attempts__lt=MOST_ATTEMPTS)


class Refresh(models.Model):
    """A goal whose list is older than what its mentee last said. A row, so that a lost
    message loses nothing: the sweep finds it."""

    goal = models.OneToOneField(
        Goal, models.CASCADE, primary_key=True, related_name="refresh"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = RefreshQuerySet.as_manager()

    def __str__(self) -> str:
        return f"refresh of goal {self.goal_id}"


class MentorChange(models.Model):
    """A mentor who said something new since the run that is shown: the lists that they
    enter or leave have to be made again. The row stays until a run that read it goes
    live, because a run that began earlier does not know of it."""

    mentor = models.OneToOneField(
        Enrolment, models.CASCADE, primary_key=True, related_name="change"
    )
    changed_at = models.DateTimeField(default=timezone.now)
    pending = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"change of mentor {self.mentor_id}"
