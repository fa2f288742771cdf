"""Pages of a mentee's goals. Only their owner sees them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest, sent
from accounts.vocabulary.picking import picks_of
from mentorship.goals import actions
from mentorship.goals.criteria import CriteriaForm
from mentorship.goals.forms import LISTS, PURPOSES, GoalForm, ItemForms
from mentorship.goals.models import Criteria, Goal
from mentorship.programs.models import Enrolment
from mentorship.transitions import NotPossible
from mentorship.undo import say_with_undo

require_form = require_http_methods(["GET", "HEAD", "POST"])


def _mine_or_404(request: SignedInRequest, pk: int) -> Goal:
    mine = Goal.objects.of(request.user).select_related("mentee__program", "track")
    return get_object_or_404(mine.prefetch_related("assessment"), pk=pk)


def _tried(request: SignedInRequest, act: Callable[[], Any]) -> bool:
    """Do it, or say kindly why it is not possible now."""
    try:
        act()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return False
    return True


@require_safe
def goals(request: SignedInRequest) -> HttpResponse:
    mine = Goal.objects.of(request.user).select_related("mentee__program")
    rows = list(mine.prefetch_related("assessment"))
    can_add = Enrolment.objects.of(request.user).mentees().exists()
    context = {
        "goals": [goal for goal in rows if goal.state != Goal.State.CLOSED],
        "closed": [goal for goal in rows if goal.state == Goal.State.CLOSED],
        "can_add": can_add,
    }
    return render(request, "goals/list.html", context)


@require_form
def new(request: SignedInRequest) -> HttpResponse:
    if not Enrolment.objects.of(request.user).mentees().exists():
        messages.info(request, _("A goal belongs to a program. Join one first."))
        return redirect("programs:list")
    form = GoalForm(request.user, sent(request))
    if request.method == "POST" and form.is_valid():
        goal = actions.create_goal(
            form.enrolment, form.values, form.cleaned_data["skills"]
        )
        return redirect("goals:assessment", goal.pk)
    return render(request, "goals/form.html", {"form": form})


@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = _mine_or_404(request, pk)
    title = goal.title  # the form writes what was typed into the goal it holds
    picked = picks_of(goal.wanted.select_related("skill"))
    form = GoalForm(
        request.user, sent(request), instance=goal, initial={"skills": picked}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data["skills"]
        if _tried(request, lambda: actions.change_goal(goal, form.values, told)):
            messages.success(request, _("Saved."))
        return redirect("goals:detail", pk)
    return render(
        request, "goals/form.html", {"form": form, "goal_title": title, "pk": pk}
    )


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = _mine_or_404(request, pk)
    newest = _criteria(goal)
    context = {
        "goal": goal,
        "wanted": goal.wanted.select_related("skill"),
        "changes": PURPOSES[goal.purpose],
        "lists": [
            (heading, [item for item in goal.assessment.all() if item.kind == kind])
            for kind, (heading, _help) in LISTS.items()
        ],
        "criteria": newest,
        "missing": goal.missing(),
    }
    return render(request, "goals/detail.html", context)


@require_form
def assessment(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = _mine_or_404(request, pk)
    lists = {
        kind: ItemForms(request.POST, prefix=kind)
        if request.method == "POST"
        else ItemForms(prefix=kind, initial=_items(goal, kind))
        for kind in LISTS
    }
    valid = [rows.is_valid() for rows in lists.values()]  # each told its own errors
    if request.method == "POST" and all(valid):
        for kind, rows in lists.items():
            actions.set_assessment(goal, kind, rows.rows())
        messages.success(request, _("Saved."))
        return redirect(_after_assessment(request, goal), pk)
    context = {
        "goal": goal,
        "lists": [(*LISTS[kind], rows) for kind, rows in lists.items()],
        "row_errors": [e for rows in lists.values() for e in rows.told_errors()],
    }
    return render(request, "goals/assessment.html", context)


def _after_assessment(request: SignedInRequest, goal: Goal) -> str:
    if "more" in request.POST:
        return "goals:assessment"
    return "goals:detail" if _criteria(goal) else "goals:criteria"


def _items(goal: Goal, kind: str) -> list[dict[str, Any]]:
    return [
        {"pk": item.pk, "text": item.text, "visibility": item.visibility}
        for item in goal.assessment.all()
        if item.kind == kind
    ]


def _criteria(goal: Goal) -> Criteria | None:
    told = goal.criteria.prefetch_related("rows", "conditions__network")
    return told.first()


@require_form
def criteria(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = _mine_or_404(request, pk)
    newest = _criteria(goal)
    form = CriteriaForm(sent(request), goal=goal, newest=newest)
    if request.method == "POST" and form.is_valid():
        networks = form.cleaned_data["networks_count"]
        actions.set_criteria(goal, form.rows(), form.conditions(), networks)
        messages.success(request, _("Saved. Your suggestions will follow it."))
        return redirect("goals:detail", pk)
    context = {"goal": goal, "form": form, "newest": newest}
    return render(request, "goals/criteria.html", context)


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """What matters is still so."""
    actions.confirm_criteria(_mine_or_404(request, pk))
    messages.success(request, _("Good to know. Your suggestions stay as they are."))
    return redirect("matching:suggestions", pk)


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = _mine_or_404(request, pk)
    if _tried(request, lambda: actions.close(goal)):
        say_with_undo(
            request,
            _("“%(title)s” is closed.") % {"title": goal.title},
            url=reverse("goals:reopen", args=[pk]),
            label=_("Undo: open it again"),
        )
    return redirect("goals:list")


@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = _mine_or_404(request, pk)
    if _tried(request, lambda: actions.reopen(goal)):
        messages.success(request, _("The goal is open again."))
    return redirect("goals:detail", pk)
