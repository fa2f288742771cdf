"""A program admin tries one goal with one mentor: the factors, and what parts them."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.fields import one_line
from accounts.http import SignedInRequest
from matching import actions
from matching.engine.combine import UNITS
from matching.engine.filters import NUMBER, RULES
from matching.reasons.factors import LABELS, band
from matching.views.runs import program_or_404
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program

Chosen = TypeVar("Chosen", Goal, Enrolment)
OFFERED = 50
"""How many goals and mentors a list offers; a search finds the others."""


@dataclass(frozen=True)
class Row:
    """One factor of the pair."""

    label: str
    value: float | None
    band: str


@require_safe
def try_pair(request: SignedInRequest, slug: str) -> HttpResponse:
    program = program_or_404(request, slug)
    words = one_line(request.GET.get("q", ""))[:80]
    goals, mentors = _goals(program, words), _mentors(program, words)
    goal = _chosen(_goals(program, ""), request.GET.get("goal", ""))
    mentor = _chosen(_mentors(program, ""), request.GET.get("mentor", ""))
    tried = actions.try_pair(program, goal, mentor) if goal and mentor else None
    context = {
        "program": program,
        "q": words,
        "goals": goals[:OFFERED],
        "mentors": mentors[:OFFERED],
        "goal": goal,
        "mentor": mentor,
        "tried": tried,
        "rows": _rows(tried) if tried else [],
        "together": band(tried.score / UNITS) if tried else "",
        "rules": _sentences(tried.rules) if tried else [],
    }
    return render(request, "matching/try.html", context)


def _goals(program: Program, words: str) -> QuerySet[Goal]:
    ready = Goal.objects.filter(mentee__program=program).matchable()
    if words:
        name = Q(mentee__person__profile__name__icontains=words)
        found = ready.filter(name | Q(title__icontains=words))
        ready = found if found.exists() else ready
    near = ready.select_related("mentee__person__profile")
    return near.order_by("mentee__person__profile__name", "pk")


def _mentors(program: Program, words: str) -> QuerySet[Enrolment]:
    here = Enrolment.objects.mentors().filter(program=program)
    if words:
        found = here.filter(person__profile__name__icontains=words)
        here = found if found.exists() else here
    near = here.select_related("person__profile")
    return near.order_by("person__profile__name", "pk")


def _chosen(rows: QuerySet[Chosen], pk: str) -> Chosen | None:
    """The row that the address names; None for anything odd."""
    is_id = pk.isascii() and pk.isdigit() and len(pk) < 18
    return rows.filter(pk=int(pk)).first() if is_id else None


def _rows(tried: actions.Tried) -> list[Row]:
    labels = LABELS | {
        "relevance": _("Relevance to the goal"),
        "context": _("What they share"),
    }
    return [
        Row(str(labels[name]), value, band(value))
        for name, value in tried.factors.items()
    ]


def _sentences(rules: list[str]) -> list[str]:
    """Why the pair is not suggested. What a mentee insists on is theirs: it is told as
    one thing, whatever it is."""
    wishes = [name for name in rules if name.startswith(("deal_breaker_", "wish_"))]
    told = [_(RULES[NUMBER[name]].sentence) for name in rules if name not in wishes]
    if wishes:
        told.append(_("Something that the mentee insists on is not met."))
    return told
