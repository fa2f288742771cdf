"""The questions of a goal, one per page, and the page to look the answers over."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.http import SignedInRequest, sent
from mentorship.goals import actions, asking
from mentorship.goals.answers import answers_of
from mentorship.goals.forms import BeginForm
from mentorship.goals.models import Goal
from mentorship.goals.views.mine import mine_or_404, require_form, tried
from mentorship.programs.models import Enrolment


@require_form
def new(request: SignedInRequest) -> HttpResponse:
    """The first question; its answer begins a draft."""
    if not Enrolment.objects.of(request.user).mentees().exists():
        messages.info(request, _("A goal belongs to a program. Join one first."))
        return redirect("programs:list")
    form = BeginForm(request.user, sent(request))
    if request.method == "POST" and form.is_valid():
        goal = actions.begin(form.enrolment, form.values)
        return redirect(
            asking.address_after(goal, "purpose", request.POST, changing=False)
        )
    begun = Goal.objects.of(request.user).filter(state=Goal.State.DRAFT)
    context = asking.page(None, "purpose", form) | {"begun": begun}
    return render(request, "goals/question.html", context)


@require_form
def question(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    goal = mine_or_404(request, pk)
    asked = asking.questions_of(goal)
    if key not in asked:
        raise Http404
    if key == asking.CONCEPTS:
        return redirect(asking.address(goal, key))
    form = asked[key].form(sent(request), goal=goal)
    changing = "change" in request.GET
    left_open = "then" in request.POST and not form.has_changed()
    if request.method == "POST" and (left_open or form.is_valid()):
        told = {} if left_open else form.values
        if told and not tried(request, lambda: actions.answer(goal, key, told)):
            return redirect("goals:detail", pk)
        then = asking.address_after(goal, key, request.POST, changing=changing)
        return redirect(then)
    page = asking.page(goal, key, form, changing=changing)
    return render(request, "goals/question.html", page)


@require_safe
def go_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the first open question, on whatever device."""
    return redirect(asking.where_to_go_on(mine_or_404(request, pk)))


@require_form
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """All answers with a way to change each; looked over, the goal can begin."""
    goal = mine_or_404(request, pk)
    if request.method == "POST":
        if not tried(request, lambda: actions.look_over(goal)):
            return redirect("goals:edit", pk)
        messages.success(request, _("Your goal is written down."))
        return redirect(
            "goals:detail" if goal.has_growth_area else "goals:exercises", pk
        )
    context = {"goal": goal, "answers": answers_of(goal), "missing": goal.missing()}
    return render(request, "goals/edit.html", context)
