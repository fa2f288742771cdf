"""The program's side: mentees who asked it to look for somebody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest, sent
from mentorship.finding import actions
from mentorship.finding.forms import AnswerForm
from mentorship.finding.models import MatchRequest
from mentorship.finding.views.common import require_form, tried
from mentorship.programs.models import Program

ON_A_PAGE = 50
State = MatchRequest.State


def _program_or_404(request: SignedInRequest, slug: str) -> Program:
    return get_object_or_404(Program.objects.run_by(request.user), slug=slug)


def _asked_or_404(request: SignedInRequest, slug: str, pk: int) -> MatchRequest:
    """One request of a program that the person runs, unless it was taken back."""
    seen = MatchRequest.objects.run_by(request.user).exclude(state=State.WITHDRAWN)
    near = seen.select_related("goal__mentee__person__profile", "taken_by__profile")
    return get_object_or_404(near, pk=pk, goal__mentee__program__slug=slug)


@require_safe
def queue(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who waits, the longest first."""
    program = _program_or_404(request, slug)
    waiting = MatchRequest.objects.to_be_done().filter(goal__mentee__program=program)
    near = waiting.select_related("goal__mentee__person__profile", "taken_by__profile")
    page = Paginator(near, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finding/queue.html", {"program": program, "page_obj": page})


@require_POST
def take(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    asked = _asked_or_404(request, slug, pk)
    if tried(request, lambda: actions.take(asked, request.user)):
        return redirect("finding:answer", slug, pk)
    return redirect("finding:queue", slug)


@require_POST
def put_back(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    asked = _asked_or_404(request, slug, pk)
    if tried(request, lambda: actions.put_back(asked, request.user)):
        messages.success(request, _("It waits in the queue again, at its old place."))
    return redirect("finding:queue", slug)


@require_form
def answer(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Answer with words, and if one likes with one mentor who is suggested."""
    asked = _asked_or_404(request, slug, pk)
    name = (request.POST or request.GET).get("name", "")
    form = AnswerForm(asked, name, sent(request))
    if request.method == "POST" and form.is_valid():
        words, mentor = form.cleaned_data["words"], form.mentor
        if tried(request, lambda: actions.answer(asked, request.user, words, mentor)):
            messages.success(request, _("Answered. The mentee gets a mail."))
        return redirect("finding:queue", slug)
    context = {
        "asked": asked,
        "goal": asked.goal,
        "program": asked.goal.mentee.program,
        "form": form,
        "name": name,
        "is_open": asked.state in MatchRequest.OPEN,
    }
    return render(request, "finding/answer.html", context)
