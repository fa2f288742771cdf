"""A program admin's questions to the engine: how lists are shared out, and what if."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest
from matching import actions, reports
from matching.forms import WhatIfForm
from matching.models import Study
from matching.views.runs import program_or_404
from mentorship.programs.models import Program

SHOWN = 20
PARTS = [
    ("mentors", gettext_lazy("More mentors of a kind"), gettext_lazy("Add them")),
    ("relax", gettext_lazy("Without one of the rules"), gettext_lazy("Leave it out")),
    ("weight", gettext_lazy("One factor counts otherwise"), gettext_lazy("Weigh anew")),
    (
        "version",
        gettext_lazy("By the weights of another version"),
        gettext_lazy("Use it"),
    ),
]


@require_http_methods(["GET", "HEAD", "POST"])
def studies(request: SignedInRequest, slug: str) -> HttpResponse:
    """What would be if: four forms, of which one is sent; and what was asked before."""
    program = program_or_404(request, slug)
    change = request.POST.get("change", "")
    if request.method == "POST" and change not in WhatIfForm.PARTS:
        raise Http404
    forms = _forms(program, change, request.POST)
    if change and forms[change].is_valid():
        asked = {"change": change} | forms[change].asked()
        kind = Study.Kind.WHAT_IF
        made = actions.ask_study(program, by=request.user, kind=kind, asked=asked)
        return redirect("matching:study", made.pk)
    before = Study.objects.filter(program=program)[:SHOWN]
    context = {
        "program": program,
        "parts": [(key, title, forms[key], label) for key, title, label in PARTS],
        "form": forms[change] if change else None,
        "studies": [(made, reports.study_name(made)) for made in before],
    }
    return render(request, "matching/studies.html", context)


def _forms(program: Program, change: str, data: Any) -> dict[str, WhatIfForm]:
    return {
        key: WhatIfForm(data if key == change else None, program=program, change=key)
        for key in WhatIfForm.PARTS
    }


@require_POST
def look_closer(request: SignedInRequest, slug: str) -> HttpResponse:
    """How first places are shared out, who gives up what, and what lists hang on."""
    program = program_or_404(request, slug)
    kind = Study.Kind.FAIRNESS
    made = actions.ask_study(program, by=request.user, kind=kind)
    return redirect("matching:study", made.pk)


def _study_or_404(request: SignedInRequest, pk: int) -> Study:
    visible = Study.objects.visible_to(request.user)
    near = visible.select_related("program", "made_by__profile")
    return get_object_or_404(near, pk=pk)


@require_safe
def study(request: SignedInRequest, pk: int) -> HttpResponse:
    """The finding; before it is there, how far the work is."""
    shown = _study_or_404(request, pk)
    context: dict[str, Any] = {"study": shown, "name": reports.study_name(shown)}
    if shown.state == Study.State.DONE:
        context["finding"] = reports.finding(shown)
    part = "matching/_study.html" if request.htmx else "matching/study.html"
    return render(request, part, context)


@require_POST
def cancel_study(request: SignedInRequest, pk: int) -> HttpResponse:
    stopped = _study_or_404(request, pk)
    if not actions.cancel_study(stopped):
        messages.info(request, _("This was over already."))
    return redirect("matching:study", stopped.pk)


@require_POST
def retry_study(request: SignedInRequest, pk: int) -> HttpResponse:
    again = _study_or_404(request, pk)
    if not actions.retry_study(again):
        messages.info(request, _("This did not stop, so there is nothing to repeat."))
    return redirect("matching:study", again.pk)
