"""All goals of a mentee, one goal with its steps, closing and opening it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from mentorship.goals import actions
from mentorship.goals.assessing import by_list
from mentorship.goals.models import Goal
from mentorship.goals.steps import Way
from mentorship.goals.views.mine import criteria_in_force, mine_or_404, tried
from mentorship.programs.models import Enrolment
from mentorship.undo import say_with_undo


@require_safe
def goals(request: SignedInRequest) -> HttpResponse:
    mine = Goal.objects.of(request.user).select_related("mentee__program")
    rows = list(mine.with_progress().prefetch_related("assessment"))
    can_add = Enrolment.objects.of(request.user).mentees().exists()
    context = {
        "ways": [Way(goal) for goal in rows if goal.state != Goal.State.CLOSED],
        "closed": [goal for goal in rows if goal.state == Goal.State.CLOSED],
        "can_add": can_add,
    }
    return render(request, "goals/list.html", context)


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One goal as a list of tasks: what is done, what is open, and what is missing."""
    goal = mine_or_404(request, pk)
    context = {
        "goal": goal,
        "way": Way(goal),
        "missing": goal.missing(),
        "lists": by_list(goal.assessment.all()),
        "criteria": criteria_in_force(goal),
    }
    return render(request, "goals/detail.html", context)


@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = mine_or_404(request, pk)
    if tried(request, lambda: actions.close(goal)):
        say_with_undo(
            request,
            _("“%(title)s” is closed.") % {"title": goal.title},
            url=reverse("goals:reopen", args=[pk]),
            label=_("Undo: open it again"),
        )
    return redirect("goals:list")


@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = mine_or_404(request, pk)
    if tried(request, lambda: actions.reopen(goal)):
        messages.success(request, _("The goal is open again."))
    return redirect("goals:detail", pk)
