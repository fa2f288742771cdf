"""A program admin's pages of what counts how much: change it, look back, use it again."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest, sent
from matching.engine.snapshot import FACTORS
from matching.forms import WeightsForm, weights_in_force
from matching.models import Run
from matching.reasons.factors import LABELS
from matching.views.runs import program_or_404
from mentorship.goals.models import Goal
from mentorship.programs import actions
from mentorship.programs.models import Program, Rules, latest_rules
from mentorship.transitions import NotPossible

RUNS_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: SignedInRequest, slug: str) -> HttpResponse:
    program = program_or_404(request, slug)
    newest = latest_rules(program)
    form = WeightsForm(sent(request), newest=newest)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        note, table = form.cleaned_data["note"], form.weights()
        try:
            actions.change_rules(
                program, request.user, seen, table, form.windows(), note
            )
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. It counts from the next run on."))
            return redirect("matching:weights", slug)
    context = {
        "program": program,
        "form": form,
        "newest": newest,
        "versions": program.rules.select_related("made_by__profile"),
    }
    return render(request, "matching/weights.html", context)


@require_safe
def version(request: SignedInRequest, slug: str, version: int) -> HttpResponse:
    """One version as it was, and the runs that used it; 0 is what Belay comes with."""
    program = program_or_404(request, slug)
    rules = _version_or_404(program, version)
    table = weights_in_force(rules)
    windows = rules.windows if rules else {}
    context = {
        "program": program,
        "version": version,
        "rules": rules,
        "factors": [LABELS[factor] for factor in FACTORS],
        "rows": [
            (
                label,
                [f"{table[purpose][factor]:g}" for factor in FACTORS],
                windows.get(purpose),
            )
            for purpose, label in Goal.Purpose.choices
        ],
        "runs": _runs_of(program, version)[:RUNS_SHOWN],
    }
    return render(request, "matching/weights_version.html", context)


@require_POST
def again(request: SignedInRequest, slug: str, version: int) -> HttpResponse:
    """Make an older version, or what Belay comes with, the newest one."""
    program = program_or_404(request, slug)
    rules = _version_or_404(program, version)
    newest = latest_rules(program)
    note = (
        _("As in version %(n)d") % {"n": version}
        if version
        else _("Back to what Belay comes with")
    )
    seen = newest.version if newest else 0
    table, windows = (rules.weights, rules.windows) if rules else ({}, {})
    try:
        made = actions.change_rules(program, request.user, seen, table, windows, note)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("Version %(n)d counts from the next run on.") % {"n": made.version}
        messages.success(request, text)
    return redirect("matching:weights", slug)


def _version_or_404(program: Program, version: int) -> Rules | None:
    if not version:
        return None
    return get_object_or_404(
        Rules.objects.select_related("made_by__profile"),
        program=program,
        version=version,
    )


def _runs_of(program: Program, version: int) -> QuerySet[Run]:
    return Run.objects.filter(program=program, rules__version=version)
