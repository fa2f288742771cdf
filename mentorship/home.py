"""What a person's home says: where they stand in the six steps, and what comes next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

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


def _six_steps(
    person: User, goals: list[Goal], relationships: list[Relationship]
) -> list[Step]:
    """The six steps of a mentee, each done or not by what is in the database."""
    goal = _unfinished(goals) or (goals[0] if goals else None)
    criteria = Criteria.objects.filter(goal__in=goals).exists()
    states = set(Pitch.objects.written_by(person).values_list("state", flat=True))
    asked = bool(states - {Pitch.State.DRAFT})
    new = reverse("goals:new")
    begun = bool(relationships)
    ready = next((one for one in goals if not one.missing()), goal)
    find = reverse("matching:suggestions", args=[ready.pk]) if ready else new

    def page(view: str) -> str:
        return reverse(view, args=[goal.pk]) if goal else new

    return [
        Step(
            _("Say what you want"),
            page("goals:edit"),
            any(g.state == Goal.State.ACTIVE for g in goals),
            _("One goal, and what guidance would help. It takes ten minutes."),
        ),
        Step(
            _("See where you stand"),
            page("goals:assessment"),
            any(g.has_growth_area for g in goals),
            _("Growth areas, strengths, and what makes it hard from outside."),
        ),
        Step(
            _("Say what matters"),
            page("goals:criteria"),
            criteria,
            _("Which qualities in a mentor matter to you, and which must be there."),
        ),
        Step(
            _("Find"),
            find,
            bool(states),
            _("Look at who could help, and why. Nobody is asked by looking."),
        ),
        Step(
            _("Ask"),
            reverse("pitches:mine") if states else find,
            asked,
            _("Write to one person. It is fine to ask for a single conversation."),
        ),
        Step(
            _("Build"),
            reverse("relationships:list"),
            begun,
            _("Agree on what you want from each other, and begin."),
        ),
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
            _("Tell us what to call you"),
            reverse("accounts:about"),
            why=_("Your name and, if you like, what you do and where you are."),
        )
    if waiting:
        return Step(
            _("Read who asks for your help"),
            reverse("pitches:inbox"),
            why=_("Any answer helps, also a no."),
        )
    for offer in enrolments:
        if offer.role == Enrolment.Role.MENTOR and not offer.topics:
            return Step(
                _("Say what you can help with"),
                reverse("programs:offer", args=[offer.pk]),
                why=_("Nobody is sent to you before you say so yourself."),
            )
    looking = any(e.looking and e.role == Enrolment.Role.MENTEE for e in enrolments)
    if steps and looking:
        return next((step for step in steps if not step.done), None)
    if run and not enrolments:
        return Step(
            _("Look after %(program)s") % {"program": run[0].name},
            reverse("programs:overview", args=[run[0].slug]),
            why=_("Who takes part, and whether everybody finds somebody."),
        )
    if not enrolments:
        return Step(
            _("Join a program"),
            reverse("programs:list"),
            why=_("As somebody who looks for guidance, who gives it, or both."),
        )
    return None
