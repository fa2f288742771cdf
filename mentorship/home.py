"""What a person's home says: where they stand in the six steps, and what comes next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from mentorship.goals.models import Criteria, Goal
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment, Program
from mentorship.relationships.models import Relationship


@dataclass(frozen=True)
class Step:
    """One of the six steps, or the next thing to do."""

    label: str
    url: str
    done: bool = False
    why: str = ""


@dataclass(frozen=True)
class Home:
    """Everything that the signed-in home shows."""

    next: Step | None
    steps: list[dict[str, str]]
    goals: list[Goal]
    relationships: list[Relationship]
    offers: list[Enrolment]
    waiting: int
    programs_run: list[Program]


def home_of(person: User) -> Home:
    """Look up where a person stands. The number of queries does not grow with them."""
    enrolments = list(Enrolment.objects.of(person).select_related("program"))
    is_mentee = any(e.role == Enrolment.Role.MENTEE for e in enrolments)
    offers = [e for e in enrolments if e.role == Enrolment.Role.MENTOR]
    goals = _open_goals(person) if is_mentee else []
    relationships = _relationships(person) if enrolments else []
    steps = _six_steps(person, goals, relationships) if is_mentee else []
    waiting = (
        Pitch.objects.received_by(person).awaiting_answer().count() if offers else 0
    )
    run = list(Program.objects.run_by(person))
    return Home(
        next=_next(person, enrolments, steps, waiting, run),
        steps=_as_checklist(steps),
        goals=goals,
        relationships=relationships,
        offers=offers,
        waiting=waiting,
        programs_run=run,
    )


def _open_goals(person: User) -> list[Goal]:
    mine = Goal.objects.of(person).open().select_related("mentee__program")
    return list(mine.prefetch_related("assessment"))


def _relationships(person: User) -> list[Relationship]:
    mine = Relationship.objects.visible_to(person).going_on()
    people = mine.select_related("mentor__person__profile", "mentee__person__profile")
    return list(people.select_related("goal"))


SIX_STEPS = [
    (
        _("Say what you want"),
        _("One goal, and what guidance would help. It takes ten minutes."),
    ),
    (
        _("See where you stand"),
        _("Growth areas, strengths, and what makes it hard from outside."),
    ),
    (
        _("Say what matters"),
        _("Which qualities in a mentor matter to you, and which must be there."),
    ),
    (_("Find"), _("Look at who could help, and why. Nobody is asked by looking.")),
    (
        _("Ask"),
        _("Write to one person. It is fine to ask for a single conversation."),
    ),
    (_("Build"), _("Agree on what you want from each other, and begin.")),
]
"""What each step is called, and why one would do it."""


def _six_steps(
    person: User, goals: list[Goal], relationships: list[Relationship]
) -> list[Step]:
    """The six steps of a mentee, each done or not by what is in the database."""
    goal = _unfinished(goals) or (goals[0] if goals else None)
    ready = next((one for one in goals if not one.missing()), goal)
    states = set(Pitch.objects.written_by(person).values_list("state", flat=True))

    def page(view: str, about: Goal | None = goal) -> str:
        return reverse(view, args=[about.pk]) if about else reverse("goals:new")

    find = page("matching:suggestions", ready)
    found = [
        (page("goals:edit"), any(one.state == Goal.State.ACTIVE for one in goals)),
        (page("goals:assessment"), any(one.has_growth_area for one in goals)),
        (page("goals:criteria"), Criteria.objects.filter(goal__in=goals).exists()),
        (find, bool(states)),
        (
            reverse("pitches:mine") if states else find,
            bool(states & {"sent", "accepted"}),
        ),
        (reverse("relationships:list"), bool(relationships)),
    ]
    return [
        Step(str(label), url, done, str(why))
        for (label, why), (url, done) in zip(SIX_STEPS, found, strict=True)
    ]


def _unfinished(goals: list[Goal]) -> Goal | None:
    return next((goal for goal in goals if goal.missing()), None)


def _as_checklist(steps: list[Step]) -> list[dict[str, str]]:
    """Steps for components/checklist.html; the first that is open is where they are."""
    now = next((step for step in steps if not step.done), None)
    return [
        {
            "label": step.label,
            "url": step.url,
            "state": "done" if step.done else "now" if step is now else "later",
        }
        for step in steps
    ]


def _next_of(steps: list[Step]) -> Step | None:
    """The first open step. Building needs somebody's yes, so until then it is waiting."""
    step = next((step for step in steps if not step.done), None)
    if step is None or step is not steps[-1]:
        return step
    return Step(
        gettext("Your request is on its way"),
        reverse("pitches:mine"),
        why=gettext(
            "You will hear as soon as it is answered. Meanwhile you can look at others "
            "who could help."
        ),
    )


def _next(
    person: User,
    enrolments: list[Enrolment],
    steps: list[Step],
    waiting: int,
    run: list[Program],
) -> Step | None:
    """The one next thing to do, or nothing."""
    if not hasattr(person, "profile"):
        return Step(
            gettext("Tell us what to call you"),
            reverse("accounts:about"),
            why=gettext("Your name and, if you like, what you do and where you are."),
        )
    if waiting:
        return Step(
            gettext("Read who asks for your help"),
            reverse("pitches:inbox"),
            why=gettext("Any answer helps, also a no."),
        )
    for offer in enrolments:
        if offer.role == Enrolment.Role.MENTOR and not offer.topics:
            return Step(
                gettext("Say what you can help with"),
                reverse("programs:offer", args=[offer.pk]),
                why=gettext("Nobody is sent to you before you say so yourself."),
            )
    looking = any(e.looking and e.role == Enrolment.Role.MENTEE for e in enrolments)
    if steps and looking:
        return _next_of(steps)
    if run and not enrolments:
        return Step(
            gettext("Look after %(program)s") % {"program": run[0].name},
            reverse("programs:overview", args=[run[0].slug]),
            why=gettext("Who takes part, and whether everybody finds somebody."),
        )
    if not enrolments:
        return Step(
            gettext("Join a program"),
            reverse("programs:list"),
            why=gettext("As somebody who looks for guidance, who gives it, or both."),
        )
    return None
