"""The self-assessment of a goal: its exercises, its lists, and a look at who sees it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest, sent
from mentorship.goals import actions, assessing, shown
from mentorship.goals.answers import answers_of
from mentorship.goals.assessing import (
    EXERCISES,
    LISTS,
    ExerciseForm,
    ItemForms,
    Kind,
)
from mentorship.goals.models import Goal
from mentorship.goals.views.mine import criteria_in_force, mine_or_404, require_form


@require_safe
def exercises(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the first exercise that has brought nothing yet, or to what they brought."""
    goal = mine_or_404(request, pk)
    done = {item.exercise for item in goal.assessment.all()}
    following = EXERCISES.first_open(done)
    if following is None:
        return redirect("goals:assessment", pk)
    return redirect("goals:exercise", pk, following.key)


@require_form
def exercise(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """One short exercise. What it brings to light goes into its list at once."""
    goal = mine_or_404(request, pk)
    if key not in EXERCISES:
        raise Http404
    form = EXERCISES[key].form(sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.add_items(goal, form.kind, key, told["lines"], told["visibility"])
        later = request.POST.get("then") == "later"
        return redirect(_detail(goal) if later else _after_exercise(goal, key))
    return render(request, "goals/exercise.html", _exercise(goal, key, form))


def _exercise(goal: Goal, key: str, form: ExerciseForm) -> dict[str, Any]:
    asked, before = EXERCISES[key], EXERCISES.before(key)
    return {
        "goal": goal,
        "form": form,
        "question": {"title": asked.title, "help": asked.why},
        "number": EXERCISES.number(key),
        "total": len(EXERCISES),
        "back_url": reverse("goals:exercise", args=[goal.pk, before.key])
        if before
        else _detail(goal),
        "later_url": _detail(goal),
        "skip_url": _after_exercise(goal, key),
        "list": LISTS[Kind(form.kind)][0],
        "told": [item for item in goal.assessment.all() if item.exercise == key],
        "until": goal.target_date if key == "one-thing" else None,
    }


def _detail(goal: Goal) -> str:
    return reverse("goals:detail", args=[goal.pk])


def _after_exercise(goal: Goal, key: str) -> str:
    """The next one, or after the last the lists that they filled."""
    following = EXERCISES.after(key)
    if following is None:
        return reverse("goals:assessment", args=[goal.pk])
    return reverse("goals:exercise", args=[goal.pk, following.key])


@require_form
def assessment(request: SignedInRequest, pk: int) -> HttpResponse:
    """The three lists beside each other: change, remove, add, and who may see what."""
    goal = mine_or_404(request, pk)
    lists = {
        kind: ItemForms(request.POST, prefix=kind)
        if request.method == "POST"
        else ItemForms(prefix=kind, initial=_rows(goal, kind))
        for kind in LISTS
    }
    valid = [rows.is_valid() for rows in lists.values()]  # each told its own errors
    if request.method == "POST" and all(valid):
        for kind, rows in lists.items():
            actions.set_assessment(goal, kind, rows.rows())
        messages.success(request, _("Saved."))
        return redirect(_after_lists(request, goal), pk)
    context = {
        "goal": goal,
        "lists": [(*LISTS[kind], rows) for kind, rows in lists.items()],
        "row_errors": [e for rows in lists.values() for e in rows.told_errors()],
    }
    return render(request, "goals/assessment.html", context)


def _after_lists(request: SignedInRequest, goal: Goal) -> str:
    if "more" in request.POST:
        return "goals:assessment"
    if "preview" in request.POST:
        return "goals:preview"
    return "goals:detail" if criteria_in_force(goal) else "goals:criteria"


def _rows(goal: Goal, kind: str) -> list[dict[str, Any]]:
    return [
        {"pk": item.pk, "text": item.text, "visibility": item.visibility}
        for item in assessing.items_of(goal, kind)
    ]


@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """What each person sees of it, by the queries and the pieces of the pages on which
    they see it."""
    goal = mine_or_404(request, pk)
    context = {
        "goal": goal,
        "answers": [replace(answer, url="") for answer in answers_of(goal)],
        "lists": assessing.by_list(goal.assessment.all()),
        "criteria": criteria_in_force(goal),
        "asked": shown.to_whom_i_ask(goal),
        "mentor": shown.to_my_mentor(goal),
    }
    return render(request, "goals/preview.html", context)
