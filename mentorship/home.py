"""What a person's home says: where they stand in the six steps, and what comes next."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.finding.models import MatchRequest
from mentorship.goals.models import Goal
from mentorship.goals.steps import Step, Way, focus
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment, Joining, Program
from mentorship.relationships.models import Relationship


@dataclass
class Home:
    """Everything that the signed-in home shows, and the one next thing to do."""

    person: User
    enrolments: list[Enrolment] = field(default_factory=list)
    joinings: list[Joining] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    programs_run: list[Program] = field(default_factory=list)
    waiting: int = 0
    to_match: list[Program] = field(default_factory=list)

    @property
    def offers(self) -> list[Enrolment]:
        """What they offer as a mentor, by program."""
        return [e for e in self.enrolments if e.role == Enrolment.Role.MENTOR]

    @property
    def parts(self) -> list[Enrolment]:
        """Where they take part as a mentee."""
        return [e for e in self.enrolments if e.role == Enrolment.Role.MENTEE]

    @property
    def looking(self) -> bool:
        return any(part.looking for part in self.parts)

    @property
    def resting(self) -> list[Enrolment]:
        """Where they take part as a mentee and look for nobody."""
        return [part for part in self.parts if not part.looking]

    @property
    def way(self) -> Way | None:
        """The goal that the next thing is about; a way without one begins with it."""
        if not self.looking:
            return None
        return focus([w for w in self.ways if w.goal and w.goal.mentee.looking]) or (
            Way(None)
        )

    @property
    def next(self) -> Step | None:
        """The one next thing to do, or nothing."""
        return next((step for step in _in_order(self) if step), None)


def home_of(person: User) -> Home:
    """Look up where a person stands. The number of queries does not grow with them."""
    home = Home(person)
    home.enrolments = list(Enrolment.objects.of(person).select_related("program"))
    begun = Joining.objects.filter(person=person).select_related("program")
    home.joinings = list(begun)
    home.programs_run = list(Program.objects.run_by(person))
    if home.parts:
        home.ways = _ways(person)
    if home.enrolments:
        home.relationships = _relationships(person)
    if home.offers:
        home.waiting = Pitch.objects.received_by(person).awaiting_answer().count()
    if home.programs_run:
        asked = MatchRequest.objects.run_by(person).open()
        wanted = set(asked.values_list("goal__mentee__program", flat=True))
        home.to_match = [p for p in home.programs_run if p.pk in wanted]
    return home


def _ways(person: User) -> list[Way]:
    mine = Goal.objects.of(person).open().with_progress()
    near = mine.select_related("mentee__program")
    return [Way(goal) for goal in near.prefetch_related("assessment")]


def _relationships(person: User) -> list[Relationship]:
    mine = Relationship.objects.visible_to(person).going_on()
    people = mine.select_related("mentor__person__profile", "mentee__person__profile")
    return list(people.select_related("goal"))


def _in_order(home: Home) -> tuple[Step | None, ...]:
    """What may be next, the most pressing first: others before oneself."""
    return (
        _say_who_you_are(home),
        _answer(home),
        _go_on_joining(home),
        _say_what_you_offer(home),
        home.way.next if home.way else None,
        _look_after(home),
        _join(home),
    )


def _say_who_you_are(home: Home) -> Step | None:
    if hasattr(home.person, "profile"):
        return None
    return Step(
        _("Tell us what to call you"),
        reverse("accounts:about"),
        why=_("Your name and, if you like, what you do and where you are."),
    )


def _answer(home: Home) -> Step | None:
    if not home.waiting:
        return None
    return Step(
        _("Read who asks for your help"),
        reverse("pitches:inbox"),
        why=_("Any answer helps, also a no."),
    )


def _go_on_joining(home: Home) -> Step | None:
    if not home.joinings:
        return None
    program = home.joinings[0].program
    return Step(
        _("Go on joining %(program)s") % {"program": program.name},
        reverse("programs:join", args=[program.slug]),
        why=_("What you answered so far is kept."),
    )


def _say_what_you_offer(home: Home) -> Step | None:
    silent = next((offer for offer in home.offers if not offer.topics), None)
    if silent is None:
        return None
    return Step(
        _("Say what you can help with"),
        reverse("programs:offer", args=[silent.pk]),
        why=_("Nobody is sent to you before you say so yourself."),
    )


def _look_after(home: Home) -> Step | None:
    if not home.programs_run or home.enrolments and not home.to_match:
        return None
    program = home.programs_run[0]
    if home.to_match:
        return Step(
            _("Find somebody for those who asked"),
            reverse("finding:queue", args=[home.to_match[0].slug]),
            why=_(
                "Whoever you suggest is asked by the mentee; both say yes themselves."
            ),
        )
    return Step(
        _("Look after %(program)s") % {"program": program.name},
        reverse("programs:overview", args=[program.slug]),
        why=_("Who takes part, and whether everybody finds somebody."),
    )


def _join(home: Home) -> Step | None:
    if home.enrolments or home.programs_run:
        return None
    return Step(
        _("Join a program"),
        reverse("programs:list"),
        why=_("As somebody who looks for guidance, who gives it, or both."),
    )
