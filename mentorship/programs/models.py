"""Mentoring programs, their rules, and who takes part in which role."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import STEPS, Skill, User
from mentorship.programs.answers import PublishedAnswer
from mentorship.programs.apart import NeverPair
from mentorship.programs.joining import Invitation, Joining
from mentorship.programs.still_open import FEWEST_DAYS, StillOpen, check_days

__all__ = [
    "Cohort",
    "Enrolment",
    "EnrolmentQuerySet",
    "Invitation",
    "Joining",
    "LevelLadder",
    "NeverPair",
    "Program",
    "ProgramQuerySet",
    "PublishedAnswer",
    "Rules",
    "latest_rules",
    "rules_snapshot",
]


class ProgramQuerySet(models.QuerySet["Program"]):
    """Questions about programs."""

    def run_by(self, person: User) -> "ProgramQuerySet":
        """Programs that the person administers."""
        return self.filter(admins=person)

    def visible_to(self, person: User) -> "ProgramQuerySet":
        """Programs somebody may look at: open ones, and those they belong to."""
        return self.filter(
            Q(joining=Program.Joining.OPEN)
            | Q(admins=person)
            | Q(enrolments__person=person, enrolments__left_at=None)
        ).distinct()

    def listed_for(self, person: User) -> "ProgramQuerySet":
        """Programs to name to somebody who looks for one: those that they may look at,
        and those that invited them."""
        invited = Invitation.objects.letting_in(person).values("program")
        return self.filter(
            Q(pk__in=Program.objects.visible_to(person)) | Q(pk__in=invited)
        )

    def welcoming(self, person: User | AnonymousUser) -> "ProgramQuerySet":
        """Programs whose welcome page somebody may read: besides those that they may
        look at, the ones that a code opens, for whoever was told the address, and the
        ones that invited them."""
        told = Q(joining__in=[Program.Joining.OPEN, Program.Joining.CODE])
        if not isinstance(person, User):
            return self.filter(told)
        return self.filter(told | Q(pk__in=Program.objects.listed_for(person)))


class Program(models.Model):
    """A mentoring offer with its own rules."""

    class Joining(models.TextChoices):
        OPEN = "open", "Anybody can join"
        CODE = "code", "With a code"
        INVITED = "invited", "By invitation"

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    welcome = models.TextField("what people read first", blank=True)
    joining = models.CharField(max_length=8, choices=Joining, default=Joining.OPEN)
    join_code = models.CharField(max_length=40, blank=True)
    admins = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="programs_run", blank=True
    )
    keep_reporting_lines_apart = models.BooleanField(
        "never suggest somebody in the reporting line", default=True
    )
    smallest_cell = models.PositiveSmallIntegerField(
        "smallest group that a report may show", default=10
    )
    least_relevance = models.FloatField(
        "leave out mentors whose relevance is below",
        default=0.1,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    open_pitches = models.PositiveSmallIntegerField(
        "requests a mentee may have open per goal", default=3
    )
    pitch_words = models.PositiveSmallIntegerField("most words in a pitch", default=300)
    answer_days = models.PositiveSmallIntegerField(
        "days a mentor has to answer", default=14
    )
    cool_off_days = models.PositiveSmallIntegerField(
        "days before the same mentor can be asked again", default=90
    )
    confirm_after_months = models.PositiveSmallIntegerField(
        "months after which to ask again what matters",
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )
    ask_mentors_after_days = models.PositiveSmallIntegerField(
        "days after which to ask mentors whether they are still open",
        default=180,
        validators=[check_days, MaxValueValidator(3650)],
        help_text="Counted from what they last said themselves. They are asked by "
        "mail, reminded once after a week, and paused after another week without an "
        "answer; what is agreed goes on. 0: never ask.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(joining="code") | ~Q(join_code=""),
                name="program_by_code_has_a_code",
            ),
            models.CheckConstraint(
                condition=Q(smallest_cell__gte=5),
                name="program_cells_hide_individuals",
            ),
            models.CheckConstraint(
                condition=Q(open_pitches__gte=1, pitch_words__gte=60),
                name="program_leaves_room_to_ask",
            ),
            models.CheckConstraint(
                condition=Q(confirm_after_months__gte=1),
                name="program_asks_again_after_a_while",
            ),
            models.CheckConstraint(
                condition=Q(ask_mentors_after_days=0)
                | Q(ask_mentors_after_days__gte=FEWEST_DAYS),
                name="program_asks_mentors_again_after_a_while",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """One intake of a program."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="cohorts")
    name = models.CharField(max_length=120)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["program", "-opens_on", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], name="cohort_name_once"
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None)
                | Q(closes_on=None)
                | Q(closes_on__gte=F("opens_on")),
                name="cohort_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LevelLadder(models.Model):
    """What a program calls its levels; each name maps to a step of the common scale."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="ladder")
    name = models.CharField(max_length=80)
    step = models.PositiveSmallIntegerField(choices=STEPS)
    position = models.PositiveSmallIntegerField(
        help_text="Order within the ladder, lowest first."
    )

    class Meta:
        ordering = ["program", "position"]
        verbose_name = "level of the ladder"
        verbose_name_plural = "level ladder"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"], name="ladder_name_once"
            ),
            models.UniqueConstraint(
                fields=["program", "position"], name="ladder_position_once"
            ),
            models.CheckConstraint(
                condition=Q(step__lte=7), name="ladder_on_the_common_scale"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rules(models.Model):
    """One version of a program's weights and level windows. Never edited: a change is
    a new version, so that an old run can say by which rules it was made.

    ``weights`` is {purpose: {factor: weight}}, ``windows`` is {purpose: [low, high]} in
    steps; what is missing falls back to the engine's defaults.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="rules")
    version = models.PositiveIntegerField()
    weights = models.JSONField(default=dict, blank=True)
    windows = models.JSONField(default=dict, blank=True)
    note = models.CharField("why it changed", max_length=240, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["program", "-version"]
        verbose_name_plural = "rules"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "version"], name="rules_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Questions about who takes part."""

    def active(self) -> "EnrolmentQuerySet":
        return self.filter(left_at=None, person__is_active=True)

    def mentees(self) -> "EnrolmentQuerySet":
        return self.active().filter(role=Enrolment.Role.MENTEE)

    def mentors(self) -> "EnrolmentQuerySet":
        return self.active().filter(role=Enrolment.Role.MENTOR)

    def of(self, person: User) -> "EnrolmentQuerySet":
        return self.active().filter(person=person)

    def accepting(self) -> "EnrolmentQuerySet":
        """Mentors who may be shown and asked: opted in, and not pausing."""
        return self.mentors().filter(accepting=True, paused=False)

    def to_ask_again(self, said_until: datetime) -> "EnrolmentQuerySet":
        """Mentors who were not asked since their last word, which is that old."""
        return self.accepting().filter(
            asked_again_at=None, confirmed_at__lte=said_until
        )

    def to_remind_again(self, asked_until: datetime) -> "EnrolmentQuerySet":
        return self.accepting().filter(
            reminded_again_at=None, asked_again_at__lte=asked_until
        )

    def silent_since(self, reminded: datetime) -> "EnrolmentQuerySet":
        """Mentors who were reminded by then and have not answered."""
        return self.accepting().filter(reminded_again_at__lte=reminded)

    def with_room(self, kind: str) -> "EnrolmentQuerySet":
        """Mentors with a free place of a kind ("conversation" or "ongoing")."""
        if kind == Enrolment.Kind.CONVERSATION:
            room = Q(conversations_taken__lt=F("conversation_places"))
        else:
            room = Q(ongoing_taken__lt=F("ongoing_places"))
        return self.accepting().filter(room).taking(kind)

    def taking(self, kind: str) -> "EnrolmentQuerySet":
        """Without those who said that they do not take this format."""
        return self.exclude(formats_not_taken__contains=[kind])

    def in_program_of(self, person: User) -> "EnrolmentQuerySet":
        """Enrolments of the programs in which the person takes part."""
        mine = Enrolment.objects.of(person).values("program")
        return self.filter(program__in=mine)

    def not_blocked_for(self, person: User) -> "EnrolmentQuerySet":
        """Without people who blocked, or are blocked by, the person."""
        return self.exclude(person__blocks_set__blocked=person).exclude(
            person__blocks_met__blocker=person
        )

    def not_kept_apart_from(self, mentee: User) -> "EnrolmentQuerySet":
        """Mentors without those whom their program keeps apart from the mentee."""
        apart = NeverPair.objects.filter(
            program=OuterRef("program"), mentee=mentee, mentor=OuterRef("person")
        )
        return self.exclude(Exists(apart))


class Enrolment(StillOpen):
    """One person's role in one program; a mentor's places live here.

    Places are counted apart for one-off conversations and for ongoing mentees. The
    ``…_taken`` counters change only together with a relationship, under a row lock.
    """

    class Role(models.TextChoices):
        MENTEE = "mentee", "Mentee"
        MENTOR = "mentor", "Mentor"

    class Kind(models.TextChoices):
        """The two kinds of place."""

        CONVERSATION = "conversation", "One conversation"
        ONGOING = "ongoing", "Ongoing mentoring"

    class Channel(models.TextChoices):
        """The ways two people can meet."""

        VIDEO = "video", "Video call"
        PHONE = "phone", "Phone"
        IN_PERSON = "in_person", "In person"
        WRITING = "writing", "In writing"

    class Support(models.TextChoices):
        """Three different things that people mean when they say mentor."""

        MENTORING = "mentoring", "Mentoring: advice from what I lived through"
        COACHING = "coaching", "Coaching: questions that help you find your own way"
        SPONSORING = "sponsoring", "Sponsoring: speaking up for you where you are not"

    program = models.ForeignKey(Program, models.CASCADE, related_name="enrolments")
    cohort = models.ForeignKey(
        Cohort, models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments"
    )
    role = models.CharField(max_length=6, choices=Role)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)
    looking = models.BooleanField(
        "looking for somebody now",
        default=True,
        help_text="Not looking is fine: nothing will nag you.",
    )

    accepting = models.BooleanField("people may ask me", default=False)
    paused = models.BooleanField("pausing for now", default=False)
    conversation_places = models.PositiveSmallIntegerField(
        "places for one-off conversations",
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )
    ongoing_places = models.PositiveSmallIntegerField(
        "places for ongoing mentees",
        default=0,
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )
    conversations_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    ongoing_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    supports = ArrayField(
        models.CharField(max_length=10, choices=Support),
        default=list,
        blank=True,
        help_text="Empty: not said yet.",
    )
    purposes_not_taken = ArrayField(
        models.CharField(max_length=10), default=list, blank=True
    )
    formats_not_taken = ArrayField(
        models.CharField(max_length=12, choices=Kind), default=list, blank=True
    )
    topics = models.TextField("what I can help with", max_length=2000, blank=True)
    helps_best = models.TextField("who I help best", max_length=600, blank=True)
    hopes = models.TextField("what I hope to get", max_length=600, blank=True)
    not_taken = models.TextField("what I don't take", max_length=600, blank=True)
    skills_not_taken = models.ManyToManyField(Skill, blank=True, related_name="+")
    lowest_level = models.PositiveSmallIntegerField(
        choices=STEPS, null=True, blank=True
    )
    highest_level = models.PositiveSmallIntegerField(
        choices=STEPS, null=True, blank=True
    )
    channels = ArrayField(
        models.CharField(max_length=10, choices=Channel), default=list, blank=True
    )
    hours_per_month = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(80)]
    )
    months = models.PositiveSmallIntegerField(
        "for how many months",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    hears = models.BooleanField(
        "wants to hear the mentee's view too",
        null=True,
        blank=True,
        choices=[(True, "Yes, gladly"), (False, "No, I would rather pass on")],
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person", "role"], name="enrolment_once_per_role"
            ),
            models.CheckConstraint(
                condition=Q(conversations_taken__lte=F("conversation_places")),
                name="enrolment_conversations_within_places",
            ),
            models.CheckConstraint(
                condition=Q(ongoing_taken__lte=F("ongoing_places")),
                name="enrolment_ongoing_within_places",
            ),
            models.CheckConstraint(
                condition=Q(role="mentor")
                | Q(conversation_places=0, ongoing_places=0, accepting=False),
                name="enrolment_places_only_for_mentors",
            ),
            models.CheckConstraint(
                condition=Q(lowest_level=None)
                | Q(highest_level=None)
                | Q(lowest_level__lte=F("highest_level")),
                name="enrolment_levels_from_low_to_high",
            ),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=1, months__lte=24),
                name="enrolment_months_from_one_to_24",
            ),
            models.CheckConstraint(
                condition=Q(asked_again_at=None)
                | Q(role="mentor", asked_again_at__gte=F("confirmed_at")),
                name="enrolment_mentor_asked_again_after_their_word",
            ),
            models.CheckConstraint(
                condition=Q(reminded_again_at=None)
                | Q(
                    asked_again_at__isnull=False,
                    reminded_again_at__gte=F("asked_again_at"),
                ),
                name="enrolment_reminded_after_being_asked_again",
            ),
        ]
        indexes = [models.Index(fields=["program", "role"])]

    # Which pair of columns counts the places of a kind.
    PLACES: ClassVar[dict[str, tuple[str, str]]] = {
        "conversation": ("conversation_places", "conversations_taken"),
        "ongoing": ("ongoing_places", "ongoing_taken"),
    }
    # Who was paused because they did not say whether they are still open.
    PAUSED_UNANSWERED: ClassVar[Q] = Q(
        accepting=True, paused=True, asked_again_at__isnull=False
    )

    def __str__(self) -> str:
        return f"{self.person} as {self.get_role_display().lower()}"

    def free_places(self, kind: str) -> int:
        """How many more people of a kind this mentor can take; none of a format that
        they do not take."""
        return 0 if kind in self.formats_not_taken else self.places_left(kind)

    def places_left(self, kind: str) -> int:
        """How many places of a kind nobody has taken yet, wanted or not."""
        places, taken = self.PLACES[kind]
        return int(getattr(self, places)) - int(getattr(self, taken))

    def topic_lines(self) -> list[str]:
        """The topics as separate lines, for lists and citations."""
        return [line.strip() for line in self.topics.splitlines() if line.strip()]


def latest_rules(program: Program) -> Rules | None:
    """The rules in force: the newest version, or None for the engine's defaults."""
    return Rules.objects.filter(program=program).order_by("-version").first()


def rules_snapshot(program: Program) -> dict[str, Any]:
    """What a run keeps of the rules it is started with; version 0: the engine's own."""
    rules = latest_rules(program)
    return {
        "version": rules.version if rules else 0,
        "weights": rules.weights if rules else {},
        "windows": rules.windows if rules else {},
        "least_relevance": program.least_relevance,
        "keep_reporting_lines_apart": program.keep_reporting_lines_apart,
    }
