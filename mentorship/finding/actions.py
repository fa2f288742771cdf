"""What a mentee does to find somebody, and what the program does when asked to help.

Nobody who is saved, noted or named as a lead is told about it.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.finding.models import Dismissal, Lead, MatchRequest, Route, Source
from mentorship.goals.models import Goal
from mentorship.notices.actions import write
from mentorship.programs.models import Enrolment, Program
from mentorship.safety.actions import record
from mentorship.transitions import NotPossible

State = MatchRequest.State


def _lead_about(author: User, found: Enrolment, **made: Any) -> tuple[Lead, bool]:
    return Lead.objects.get_or_create(
        author=author, program=found.program, about=found.person, defaults=made
    )


@transaction.atomic
def save(author: User, found: Enrolment, route: str = "") -> Lead:
    """Keep somebody in mind. What was noted of them stays, and so does the route,
    unless another one is told."""
    lead, made = _lead_about(author, found, route=route or Route.PROGRAM)
    if not made:
        new = {"route": route} if route else {}
        Lead.objects.filter(pk=lead.pk).update(saved=True, set_aside_at=None, **new)
        lead.refresh_from_db()
    return lead


def unsave(author: User, found: Enrolment) -> None:
    """Keep them in mind no more; a note about them stays."""
    mine = Lead.objects.of(author).filter(program=found.program, about=found.person)
    mine.update(saved=False)


@transaction.atomic
def keep_note(author: User, found: Enrolment, note: str) -> None:
    """Write a note about somebody, for oneself. An empty one takes it away."""
    lead, made = _lead_about(author, found, note=note, saved=False, route=Route.PROGRAM)
    if not made:
        Lead.objects.filter(pk=lead.pk).update(note=note)


@transaction.atomic
def add_lead(
    author: User,
    program: Program,
    route: str,
    *,
    about: Enrolment | None = None,
    name: str = "",
    goal: Goal | None = None,
    note: str = "",
) -> Lead:
    """Write down somebody to ask: a person here, or a name. Adding a person again adds
    to what was noted of them."""
    told = {"route": route, "goal": goal, "note": note}
    if about is None:
        return Lead.objects.create(author=author, program=program, name=name, **told)
    lead, made = _lead_about(author, about, **told)
    if not made:
        told["note"] = "\n".join(filter(None, [lead.note, note]))[:2000]
        Lead.objects.filter(pk=lead.pk).update(saved=True, set_aside_at=None, **told)
        lead.refresh_from_db()
    return lead


def change_lead(lead: Lead, route: str, goal: Goal | None, note: str) -> None:
    Lead.objects.filter(pk=lead.pk).update(route=route, goal=goal, note=note)


def set_aside(lead: Lead) -> None:
    """Not now. The lead stays below the others and can be brought back."""
    Lead.objects.kept().filter(pk=lead.pk).update(set_aside_at=timezone.now())


def bring_back(lead: Lead) -> None:
    Lead.objects.filter(pk=lead.pk).update(set_aside_at=None)


def add_source(goal: Goal, values: dict[str, Any]) -> Source:
    """Write down what else helps with a goal. It asks nobody anything."""
    return Source.objects.create(goal=goal, **values)


def set_enough(source: Source, enough: bool) -> None:
    """Whether this is enough for the goal for now; then nothing says it has nobody."""
    Source.objects.filter(pk=source.pk).update(enough=enough)


def remove_source(source: Source) -> None:
    Source.objects.filter(pk=source.pk).delete()


def dismiss(goal: Goal, nudge: str) -> None:
    """See a nudge no more for this goal."""
    Dismissal.objects.get_or_create(goal=goal, nudge=nudge)


def bring_nudge_back(goal: Goal, nudge: str) -> None:
    Dismissal.objects.filter(goal=goal, nudge=nudge).delete()


# --- The program -------------------------------------------------------------------------


@transaction.atomic
def ask_program(goal: Goal, note: str) -> MatchRequest:
    """Ask the program's admins to look for somebody for a goal, once at a time."""
    # The lock lets the second of two clicks see the first one's request.
    locked = Goal.objects.select_for_update().get(pk=goal.pk)
    if locked.state == Goal.State.CLOSED:
        raise NotPossible(_("This goal is closed. Open it again to ask for it."))
    if MatchRequest.objects.open().filter(goal=goal).exists():
        raise NotPossible(_("You have asked already. You see below where it stands."))
    asked = MatchRequest.objects.create(goal=goal, note=note)
    record(goal.mentee.person, "asked the program", asked)
    return asked


@transaction.atomic
def take_back(asked: MatchRequest) -> None:
    """The mentee no longer asks."""
    if not _move(asked, MatchRequest.OPEN, state=State.WITHDRAWN):
        raise NotPossible(_("This was already answered or taken back."))
    record(asked.goal.mentee.person, "took back asking the program", asked)


@transaction.atomic
def take(asked: MatchRequest, by: User) -> None:
    """One admin looks for somebody; of two who take it at once one is told so."""
    taken = {"taken_by": by, "taken_at": timezone.now()}
    if not _move(asked, [State.WAITING], state=State.TAKEN, **taken):
        raise NotPossible(
            _("Somebody else has just taken this, or it was taken back. See below.")
        )
    record(by, "took a match request", asked)


@transaction.atomic
def put_back(asked: MatchRequest, by: User) -> None:
    """Give it back to the queue, at its old place."""
    back = {"taken_by": None, "taken_at": None}
    if not _move(asked, [State.TAKEN], state=State.WAITING, **back):
        raise NotPossible(_("This is not in anybody's hands at the moment."))
    record(by, "put a match request back", asked)


@transaction.atomic
def answer(
    asked: MatchRequest, by: User, words: str, suggested: Enrolment | None
) -> None:
    """Answer the mentee, perhaps with one mentor. That is a suggestion and no more: the
    mentor is not told, and both people still say yes themselves."""
    told = {"answer": words, "suggested": suggested, "answered_at": timezone.now()}
    if not _move(asked, MatchRequest.OPEN, state=State.ANSWERED, taken_by=by, **told):
        raise NotPossible(_("This was already answered, or the mentee took it back."))
    record(by, "answered a match request", asked)
    goal = asked.goal
    context: dict[str, object] = {"goal": goal, "by": by, "words": words}
    context["suggested"] = suggested
    event = f"match-request-{asked.pk}-answered"
    write(goal.mentee.person, event, "finding/mail/answered", context)


def _move(asked: MatchRequest, old: Any, **changes: Any) -> bool:
    """Change the state if it is still one of the old ones."""
    rows = MatchRequest.objects.filter(pk=asked.pk, state__in=old)
    return bool(rows.update(**changes))
