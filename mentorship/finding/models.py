"""How a mentee finds people: leads by the route they came on, asking the program for a
match, and what else helps with a goal besides a mentor."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program


class Route(models.TextChoices):
    """The six ways to find somebody."""

    SUGGESTED = "suggested", "Suggested for my goal"
    RECOMMENDED = "recommended", "Somebody I know recommended them"
    PROGRAM = "program", "The program brought us together"
    OBSERVED = "observed", "I saw how they work"
    NETWORK = "network", "We share a network"
    MET = "met", "We met at an event"


class LeadQuerySet(models.QuerySet["Lead"]):
    """Questions about leads."""

    def of(self, person: User) -> "LeadQuerySet":
        """The person's own: nobody else ever reads one, no admin either."""
        return self.filter(author=person)

    def kept(self) -> "LeadQuerySet":
        return self.filter(set_aside_at=None)

    def saved_people(self, program: Program) -> models.QuerySet["Lead", int | None]:
        """Who is saved in a program, as keys of people."""
        return self.saved().filter(program=program).values_list("about", flat=True)

    def saved(self) -> "LeadQuerySet":
        return self.filter(saved=True, set_aside_at=None)


class Lead(models.Model):
    """Somebody a mentee may want to ask: where the trail began, and a private note.

    ``about`` is a person here; without one ``name`` says who it is, outside of Belay.
    A note alone (``saved`` is false) is no lead yet. Only its author reads it.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="leads"
    )
    program = models.ForeignKey(Program, models.CASCADE, related_name="leads")
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField("who it is", max_length=120, blank=True)
    route = models.CharField(
        "how I came upon them", max_length=11, choices=Route, default=Route.SUGGESTED
    )
    goal = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    note = models.TextField("a note for myself", max_length=2000, blank=True)
    saved = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "program", "about"], name="lead_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(about=None) ^ Q(name=""),
                name="lead_is_a_person_here_or_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(about=F("author")), name="lead_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"lead {self.pk}"

    @property
    def who(self) -> str:
        """Who it is, as a page says it to the author."""
        return self.about.name if self.about else self.name


class SourceQuerySet(models.QuerySet["Source"]):
    """Questions about other sources."""

    def of(self, person: User) -> "SourceQuerySet":
        return self.filter(goal__mentee__person=person)


class Source(models.Model):
    """What helps with a goal besides a mentor of the program. Only its mentee sees it,
    and nobody who is named in it is told or asked."""

    class Kind(models.TextChoices):
        INFORMAL = "informal", "Somebody who guides me anyway"
        PEER = "peer", "A peer to talk with"
        CONVERSATION = "conversation", "A conversation"
        ANSWER = "answer", "An answer I read"
        COURSE = "course", "A course or a book"
        OTHER = "other", "Something else"

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=12, choices=Kind)
    what = models.CharField("who or what", max_length=160)
    gives = models.CharField("what I get from it", max_length=300, blank=True)
    enough = models.BooleanField("this is enough for this goal for now", default=False)
    noted_on = models.DateField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what=""), name="source_says_who_or_what"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class MatchRequestQuerySet(models.QuerySet["MatchRequest"]):
    """Questions about asking the program for a match."""

    def of(self, person: User) -> "MatchRequestQuerySet":
        return self.filter(goal__mentee__person=person)

    def run_by(self, admin: User) -> "MatchRequestQuerySet":
        return self.filter(goal__mentee__program__admins=admin)

    def open(self) -> "MatchRequestQuerySet":
        return self.filter(state__in=MatchRequest.OPEN)

    def to_be_done(self) -> "MatchRequestQuerySet":
        """What the admins still look at: open, of a goal and a mentee still there."""
        there = self.open().exclude(goal__state=Goal.State.CLOSED)
        return there.filter(goal__mentee__left_at=None)

    def with_place(self) -> "MatchRequestQuerySet":
        """Adds ``before``: how many of the program still wait before this one."""
        queue = MatchRequest.objects.to_be_done().filter(
            state=MatchRequest.State.WAITING,
            goal__mentee__program=OuterRef("goal__mentee__program"),
            pk__lt=OuterRef("pk"),
        )
        many = queue.order_by().values("state").annotate(n=Count("pk")).values("n")
        return self.annotate(before=Coalesce(Subquery(many), 0))


class MatchRequest(models.Model):
    """A mentee asks the program's admins to look for somebody for a goal.

    Whoever they find is only suggested: both people still say yes themselves.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting in the queue"
        TAKEN = "taken", "Somebody is looking"
        ANSWERED = "answered", "Answered"
        WITHDRAWN = "withdrawn", "Taken back"

    OPEN = (State.WAITING, State.TAKEN)

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="match_requests")
    note = models.TextField("what the program should know", max_length=1000, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("what the mentee reads", max_length=1000, blank=True)
    suggested = models.ForeignKey(
        Enrolment, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MatchRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal"],
                condition=Q(state__in=["waiting", "taken"]),
                name="match_request_open_once_per_goal",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) ^ Q(state="answered"),
                name="match_request_answered_at_iff_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_at__isnull=False),
                name="match_request_taken_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"match asked for goal {self.goal_id}"


class Dismissal(models.Model):
    """A nudge that a mentee does not want to see again for a goal."""

    class Nudge(models.TextChoices):
        OUTSIDE = "outside", "Somebody from outside"

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="dismissals")
    nudge = models.CharField(max_length=12, choices=Nudge)
    dismissed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "nudge"], name="dismissal_once_per_goal"
            ),
        ]

    def __str__(self) -> str:
        return f"no more {self.nudge} for goal {self.goal_id}"
