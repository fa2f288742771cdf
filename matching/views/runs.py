"""A program admin's pages of runs: start one, watch it, cancel it, try again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest
from matching import actions, reports
from matching.models import LiveRun, Run
from mentorship.programs.models import Program

SHOWN = 30


def program_or_404(request: SignedInRequest, slug: str) -> Program:
    return get_object_or_404(Program.objects.run_by(request.user), slug=slug)


def run_or_404(request: SignedInRequest, pk: int) -> Run:
    visible = Run.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("program", "started_by"), pk=pk)


@require_safe
def runs(request: SignedInRequest, slug: str) -> HttpResponse:
    program = program_or_404(request, slug)
    newest = Run.objects.filter(program=program).select_related("started_by__profile")
    context = {
        "program": program,
        "runs": newest[:SHOWN],
        "open": Run.objects.open().filter(program=program).first(),
        "live": LiveRun.objects.filter(program=program).first(),
    }
    return render(request, "matching/runs.html", context)


@require_POST
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    run, started = actions.start_run(program_or_404(request, slug), request.user)
    if not started:
        messages.info(request, _("A run is going on already. Here it is."))
    return redirect("matching:run", run.pk)


@require_safe
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    """The progress of a run; the same piece answers HTMX while it goes on."""
    shown = run_or_404(request, pk)
    context = {
        "run": shown,
        "percent": reports.percent(shown),
        "stages": reports.stage_steps(shown),
        "retrying": reports.is_retrying(shown),
        "waiting": reports.is_waiting(shown),
    }
    page = "matching/_progress.html" if request.htmx else "matching/run.html"
    return render(request, page, context)


@require_POST
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    stopped = run_or_404(request, pk)
    if actions.cancel(stopped):
        messages.success(
            request, _("The run is cancelled. What was published before stays.")
        )
    else:
        messages.info(request, _("This run was over already."))
    return redirect("matching:run", stopped.pk)


@require_POST
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    again = run_or_404(request, pk)
    goes_on = actions.is_readable(again)
    if not actions.retry(again):
        messages.info(
            request, _("This run is not over, or another one is going on now.")
        )
    elif not goes_on:
        said = _("Belay has changed since. People and goals are read anew, as of now.")
        messages.info(request, said)
    return redirect("matching:run", again.pk)
