"""Pages on which a letter is written, looked at and sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest
from mentorship.goals.models import Goal
from mentorship.pitches import actions, composing, forms
from mentorship.pitches.models import Pitch
from mentorship.pitches.views import keeping
from mentorship.pitches.views.steps import do, of_mine
from mentorship.programs.models import Enrolment
from mentorship.transitions import NotPossible


@keeping.signed_in  # whoever was signed out while writing keeps what they typed
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, goal_pk: int, mentor_pk: int) -> HttpResponse:
    """A letter to a mentor for one of my goals; the draft begins with the first save."""
    near = Enrolment.objects.not_kept_apart_from(request.user)
    mine = of_mine(request).drafts().filter(mentor__in=near)
    begun = mine.filter(goal=goal_pk, mentor=mentor_pk).first()
    if begun:  # it stays, whatever became of the goal or the mentor
        return _compose(request, composing.Desk.at(begun))
    goal = get_object_or_404(Goal.objects.of(request.user).open(), pk=goal_pk)
    mentor = get_object_or_404(_whom_to_ask(request, goal), pk=mentor_pk)
    return _compose(request, composing.Desk(goal, mentor))


@keeping.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same letter, once there is a draft of it."""
    draft = get_object_or_404(of_mine(request), pk=pk)
    if draft.state != Pitch.State.DRAFT:
        return redirect("pitches:detail", pk=pk)
    return _compose(request, composing.Desk.at(draft))


def _whom_to_ask(request: SignedInRequest, goal: Goal) -> Any:
    """Mentors of the goal's program whom the person may write to: without oneself,
    blocked people, and those whom the program keeps apart from them."""
    others = Enrolment.objects.mentors().not_blocked_for(request.user)
    others = others.not_kept_apart_from(request.user)
    near = others.filter(program=goal.mentee.program_id).exclude(person=request.user)
    return near.select_related("person__profile", "program")


def _compose(request: SignedInRequest, desk: composing.Desk) -> HttpResponse:
    desk.route = request.GET.get("route", "")
    if request.method != "POST":
        kept = keeping.kept_for(request)
        page = desk.whole_page(desk.form(kept) if kept else None) | {"kept": kept}
        return render(request, "pitches/compose.html", page)
    form = desk.form(request.POST)
    if not form.is_valid():
        return _piece_or_page(request, desk, form, status=422)
    try:
        desk.draft, desk.merged = actions.save_from_window(
            desk.goal,
            desk.mentor,
            by=request.user,
            sent=form.sent(),
            shown=form.cleaned_data["shown"],
            items=form.items,
            route=form.cleaned_data["route"],
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return _go(request, "pitches:mine", bool(request.htmx))
    keeping.forget(request)
    if request.htmx:
        return _piece_or_page(request, desk, form)
    return _next_page(request, desk, form)


def _piece_or_page(
    request: SignedInRequest,
    desk: composing.Desk,
    form: forms.ComposerForm,
    **how: Any,
) -> HttpResponse:
    if request.htmx:
        return render(request, "pitches/_missing.html", desk.page(form), **how)
    return render(request, "pitches/compose.html", desk.whole_page(form), **how)


def _next_page(
    request: SignedInRequest, desk: composing.Desk, form: forms.ComposerForm
) -> HttpResponse:
    """Where the button that was pressed leads, once the draft is saved."""
    assert desk.draft is not None
    if request.POST.get("then") == "preview":
        return redirect("pitches:preview", pk=desk.draft.pk)
    if request.POST.get("then") == "check":
        return render(
            request, "pitches/compose.html", desk.whole_page(form, checked=True)
        )
    messages.success(request, _("Your draft is kept. Nobody else sees it."))
    return redirect("pitches:mine")


def _go(request: HttpRequest, view: str, htmx: bool, **kwargs: Any) -> HttpResponse:
    """Another page, also from an HTMX request, which would swap a redirect in place."""
    answer: HttpResponseRedirect = redirect(view, **kwargs)
    if htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    return answer


@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter as the mentor will read it, before it goes."""
    draft = get_object_or_404(of_mine(request), pk=pk)
    if draft.state != Pitch.State.DRAFT:
        return redirect("pitches:detail", pk=pk)
    return render(request, "pitches/preview.html", composing.Desk.at(draft).preview())


@keeping.signed_in_first("pitches:preview")
@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(of_mine(request), pk=pk)
    try:
        actions.send(draft, by=request.user)
    except actions.NotComplete:
        page = composing.Desk.at(draft).whole_page(checked=True)
        return render(request, "pitches/compose.html", page, status=400)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("pitches:edit", pk=pk)
    name = draft.mentor.person.first_name_or_name
    messages.success(request, _("Your letter is on its way to %s.") % name)
    return redirect("pitches:detail", pk=pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(of_mine(request), pk=pk)
    return do(
        request,
        lambda: actions.discard(draft, by=request.user),
        _("The draft is gone."),
        redirect("pitches:mine"),
    )
