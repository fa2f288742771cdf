"""A program admin tries one goal with one mentor: the factors, and what parts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.fields import one_line
from accounts.http import SignedInRequest
from accounts.names import letters_wrong, plain
from matching import actions
from matching.engine.combine import UNITS
from matching.engine.filters import NUMBER, RULES
from matching.forms import WhyForm
from matching.models import ProposalSet
from matching.reasons.factors import LABELS, band
from matching.views.runs import program_or_404
from mentorship.goals.models import Goal
from mentorship.programs.models import Enrolment, Program
from mentorship.transitions import NotPossible

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
        **(_suggesting(program, goal, tried) if tried and goal else {}),
    }
    return render(request, "matching/try.html", context)


def _suggesting(program: Program, goal: Goal, tried: actions.Tried) -> dict[str, Any]:
    """Whether the admin may suggest the two to each other, and what that adds to."""
    form = WhyForm()
    form.fields["why"].required = True  # where it is asked at all
    return {
        "why_not": "" if tried.rules else actions.why_not(program, goal, tried),
        "open": ProposalSet.objects.open().filter(program=program).first(),
        "why_form": form,
    }


@require_POST
def pin_pair(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put the two into a draft. Nobody is told before it is published."""
    program = program_or_404(request, slug)
    goal = _chosen(_goals(program, ""), request.POST.get("goal", ""))
    mentor = _chosen(_mentors(program, ""), request.POST.get("mentor", ""))
    if goal is None or mentor is None:
        raise Http404
    form = WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    try:
        made = actions.pin_pair(program, goal, mentor, by=request.user, why=why)
    except NotPossible as refusal:
        messages.info(request, str(refusal))
        these = urlencode({"goal": goal.pk, "mentor": mentor.pk})
        return redirect(f"{reverse('matching:try', args=[slug])}?{these}#suggest")
    messages.success(request, _("In the draft. Neither of the two is told yet."))
    return redirect("matching:proposal_set", made.pk)


def _goals(program: Program, words: str) -> QuerySet[Goal]:
    ready = Goal.objects.filter(mentee__program=program).matchable()
    if words:
        called = [pk for pk, name in _names(ready, "mentee__") if _means(words, name)]
        found = ready.filter(Q(pk__in=called) | Q(title__icontains=words))
        ready = found if found.exists() else ready
    near = ready.select_related("mentee__person__profile")
    return near.order_by("mentee__person__profile__name", "pk")


def _mentors(program: Program, words: str) -> QuerySet[Enrolment]:
    here = Enrolment.objects.mentors().filter(program=program)
    if words:
        called = [pk for pk, name in _names(here) if _means(words, name)]
        found = here.filter(pk__in=called)
        here = found if found.exists() else here
    near = here.select_related("person__profile")
    return near.order_by("person__profile__name", "pk")


def _names(rows: QuerySet[Any], to: str = "") -> Iterable[tuple[int, str]]:
    return rows.values_list("pk", f"{to}person__profile__name").iterator()


def _means(words: str, name: str | None) -> bool:
    return letters_wrong(plain(words).split(), plain(name or "")) is not None


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
