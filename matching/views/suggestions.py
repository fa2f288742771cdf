"""A mentee's pages: who could help with a goal, and one mentor seen from that goal."""

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from accounts.reports import told_by
from matching import actions, reasons
from matching.models import LiveRun, Outcome, Pass, Refresh, Suggestion
from mentorship.goals.models import Criteria, Goal
from mentorship.programs.models import Enrolment
from mentorship.undo import say_with_undo


def _goal_or_404(request: SignedInRequest, pk: int) -> Goal:
    mine = Goal.objects.of(request.user).select_related("mentee__program")
    return get_object_or_404(mine.prefetch_related("assessment"), pk=pk)


def _mentor_or_404(request: SignedInRequest, goal: Goal, pk: int) -> Enrolment:
    """A mentor of the goal's program who may be shown to this mentee now."""
    shown = (
        Enrolment.objects.accepting()
        .filter(program=goal.mentee.program_id)
        .exclude(person=request.user)
        .not_blocked_for(request.user)
        .not_kept_apart_from(request.user)
    )
    near = shown.select_related("person__profile", "program")
    return get_object_or_404(near, pk=pk)


def _state(goal: Goal) -> tuple[bool, bool, bool]:
    """Whether networks count, whether anything was published in the program, and whether
    this list waits to be made again; in one query."""
    of_goal, live = OuterRef("pk"), OuterRef("mentee__program")
    networks = Criteria.objects.filter(goal=of_goal).values("networks_count")[:1]
    found = Goal.objects.filter(pk=goal.pk).values_list(
        Subquery(networks),
        Exists(LiveRun.objects.filter(program=live)),
        Exists(Refresh.objects.pending().filter(pk=of_goal)),
    )
    counts, has_run, pending = found.get()
    return bool(counts), bool(has_run), bool(pending)


@require_safe
def suggestions(request: SignedInRequest, goal_pk: int) -> HttpResponse:
    """Five cards for a goal, "more" up to twenty, and why others are not there."""
    goal = _goal_or_404(request, goal_pk)
    visible = Suggestion.objects.visible_to(request.user).filter(goal=goal)
    found = list(visible.order_by("position").select_related("mentor__person__profile"))
    more = "more" in request.GET
    shown = found if more else found[: Suggestion.SHOWN_FIRST]
    outcome = Outcome.objects.live().filter(goal=goal).first()
    weights = outcome.weights if outcome else []
    networks, has_run, pending = _state(goal)
    people = [suggestion.mentor for suggestion in shown]
    context = {
        "goal": goal,
        "missing": goal.missing(),
        "cards": reasons.cards(goal, people, shown, weights, networks),
        "more": len(found) - len(shown),
        "left_out": reasons.left_out(outcome) if outcome else [],
        "outcome": outcome,
        "has_run": has_run,
        "fresh": not pending,
        "passed": Pass.objects.of_goal(goal),
    }
    partial = "_list.html" if request.htmx else "suggestions.html"
    return render(request, f"matching/{partial}", context)


@require_safe
def mentor(request: SignedInRequest, goal_pk: int, pk: int) -> HttpResponse:
    """One mentor, in their own words, and what they have to do with this goal."""
    goal = _goal_or_404(request, goal_pk)
    shown = _mentor_or_404(request, goal, pk)
    visible = Suggestion.objects.visible_to(request.user).filter(goal=goal)
    suggested = list(visible.filter(mentor=shown))
    outcome = Outcome.objects.live().filter(goal=goal).first()
    weights = outcome.weights if outcome else []
    context = {
        "goal": goal,
        "mentor": shown,
        "card": reasons.cards(goal, [shown], suggested, weights, _state(goal)[0])[0],
        "has_room": shown.free_places(goal.format) > 0,
        **told_by(shown.person),
    }
    return render(request, "matching/mentor.html", context)


@require_POST
def pass_on(request: SignedInRequest, goal_pk: int, pk: int) -> HttpResponse:
    """ "Not for me": the card goes at once, silently, and can be brought back."""
    goal = _goal_or_404(request, goal_pk)
    passed = _mentor_or_404(request, goal, pk)
    actions.say_not_for_me(goal, passed)
    name = passed.person.name
    say_with_undo(
        request,
        _("%(name)s is out of this list. Nobody is told.") % {"name": name},
        url=reverse("matching:unpass", args=[goal.pk, passed.pk]),
        label=_("Undo: show %(name)s again") % {"name": name},
    )
    return _back_to_list(request, goal)


@require_POST
def unpass(request: SignedInRequest, goal_pk: int, pk: int) -> HttpResponse:
    goal = _goal_or_404(request, goal_pk)
    actions.take_back_not_for_me(goal, _mentor_or_404(request, goal, pk))
    return _back_to_list(request, goal)


def _back_to_list(request: SignedInRequest, goal: Goal) -> HttpResponse:
    url = reverse("matching:suggestions", args=[goal.pk])
    return redirect(f"{url}?more" if "more" in request.POST else url)
