"""Pages of requests: composing a letter, reading it from both sides, answering it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
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
from mentorship.pitches import actions, citing, composing, forms
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Enrolment
from mentorship.relationships.models import Relationship
from mentorship.transitions import NotPossible

PER_PAGE = 20


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What I asked, and what became of it."""
    written = Pitch.objects.written_by(request.user)
    return _list(request, "pitches/mine.html", written, "mentor")


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """What people ask of me: the waiting ones first, the longest waiting on top."""
    received = Pitch.objects.received_by(request.user).waiting_first()
    return _list(request, "pitches/inbox.html", received, "mentee")


def _list(request: HttpRequest, template: str, rows: Any, other: str) -> HttpResponse:
    rows = rows.select_related("goal", f"{other}__person__profile")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, template, {"page_obj": page, "pitches": page.object_list})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, goal_pk: int, mentor_pk: int) -> HttpResponse:
    """A letter to a mentor for one of my goals; the draft begins with the first save."""
    goal = get_object_or_404(Goal.objects.of(request.user).open(), pk=goal_pk)
    mentor = get_object_or_404(_whom_to_ask(request, goal), pk=mentor_pk)
    return _compose(request, composing.Desk.of(goal, mentor))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same letter, once there is a draft of it."""
    draft = get_object_or_404(_of_mine(request), pk=pk)
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
    if request.method != "POST":
        return render(request, "pitches/compose.html", desk.page())
    form = desk.form(request.POST)
    htmx = "HX-Request" in request.headers
    if not form.is_valid():
        template = "pitches/_missing.html" if htmx else "pitches/compose.html"
        return render(request, template, desk.page(form), status=422)
    try:
        desk.draft = actions.save_draft(
            desk.goal,
            desk.mentor,
            by=request.user,
            parts=form.parts(),
            cites=form.picked(),
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return _go(request, "pitches:mine", htmx)
    if htmx:
        return render(request, "pitches/_missing.html", desk.page(form))
    return _next_page(request, desk, form)


def _next_page(
    request: SignedInRequest, desk: composing.Desk, form: forms.ComposerForm
) -> HttpResponse:
    """Where the button that was pressed leads, once the draft is saved."""
    assert desk.draft is not None
    if request.POST.get("then") == "preview":
        return redirect("pitches:preview", pk=desk.draft.pk)
    if request.POST.get("then") == "check":
        return render(request, "pitches/compose.html", desk.page(form, checked=True))
    messages.success(request, _("Your draft is kept. Nobody else sees it."))
    return redirect("pitches:mine")


def _go(request: HttpRequest, view: str, htmx: bool, **kwargs: Any) -> HttpResponse:
    """Another page, also from an HTMX request, which would swap a redirect in place."""
    answer: HttpResponseRedirect = redirect(view, **kwargs)
    if htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    return answer


def _of_mine(request: SignedInRequest) -> Any:
    written = Pitch.objects.written_by(request.user)
    return written.select_related(
        "goal__mentee", "mentor__person__profile", "mentor__program", "mentee__person"
    )


@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter as the mentor will read it, before it goes."""
    draft = get_object_or_404(_of_mine(request), pk=pk)
    if draft.state != Pitch.State.DRAFT:
        return redirect("pitches:detail", pk=pk)
    return render(request, "pitches/preview.html", composing.Desk.at(draft).page())


@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(_of_mine(request), pk=pk)
    try:
        actions.send(draft, by=request.user)
    except actions.NotComplete:
        page = composing.Desk.at(draft).page(checked=True)
        return render(request, "pitches/compose.html", page, status=400)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("pitches:edit", pk=pk)
    name = draft.mentor.person.first_name_or_name
    messages.success(request, _("Your letter is on its way to %s.") % name)
    return redirect("pitches:detail", pk=pk)


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(_of_mine(request), pk=pk)
    return _do(
        request,
        lambda: actions.discard(draft, by=request.user),
        _("The draft is gone."),
        redirect("pitches:mine"),
    )


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    pitch = get_object_or_404(_of_mine(request), pk=pk)
    return _do(
        request,
        lambda: actions.withdraw(pitch, by=request.user),
        _("Your request is taken back. %s no longer sees it.")
        % pitch.mentor.person.first_name_or_name,
        redirect("pitches:detail", pk=pk),
    )


def _do(request: HttpRequest, act: Any, done: str, then: HttpResponse) -> HttpResponse:
    """Act, say what came of it, and go on: losing a race is a sentence, not an error."""
    try:
        act()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return then


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One request, for whoever wrote it and whoever was asked."""
    everybody = Pitch.objects.visible_to(request.user).select_related(
        "goal", "mentee__person__profile", "mentor__person__profile"
    )
    pitch = get_object_or_404(everybody, pk=pk)
    if pitch.mentee.person_id == request.user.pk:
        return _for_mentee(request, pitch)
    if pitch.state == Pitch.State.WITHDRAWN:
        return render(request, "pitches/taken_back.html", {"pitch": pitch}, status=410)
    return render(request, "pitches/for_mentor.html", composing.as_read(pitch))


def _for_mentee(request: SignedInRequest, pitch: Pitch) -> HttpResponse:
    if pitch.state == Pitch.State.DRAFT:
        return redirect("pitches:edit", pk=pitch.pk)
    return render(request, "pitches/for_mentee.html", composing.as_written(pitch))


@require_safe
def letter(request: SignedInRequest, relationship_pk: int) -> HttpResponse:
    """The letter that began a relationship, as a piece of the relationship's page."""
    both = Relationship.objects.visible_to(request.user)
    begun = get_object_or_404(both, pk=relationship_pk)
    pitch = get_object_or_404(Pitch, mentee_yes=begun.mentee_yes_id)
    if "HX-Request" not in request.headers:
        return redirect("pitches:detail", pk=pitch.pk)
    page = {"pitch": pitch, "cites": citing.cited(pitch.citations.all())}
    return render(request, "pitches/_letter.html", page)


def _asked_of_me(request: SignedInRequest) -> Any:
    asked = Pitch.objects.addressed_to(request.user)
    return asked.select_related(
        "goal", "mentee__person__profile", "mentor__person__profile"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Says what a yes does, then does it."""
    pitch = get_object_or_404(_asked_of_me(request), pk=pk)
    form = forms.AcceptForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        if pitch.state != Pitch.State.SENT:
            return redirect("pitches:detail", pk=pk)
        return render(request, "pitches/accept.html", {"pitch": pitch, "form": form})
    try:
        begun = actions.accept(
            pitch, by=request.user, answer=form.cleaned_data["answer"]
        )
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("pitches:detail", pk=pk)
    return redirect("relationships:detail", pk=begun.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """A kind text to start from, a private reason if one likes."""
    pitch = get_object_or_404(_asked_of_me(request), pk=pk)
    texts = forms.kind_answers(
        pitch.mentee.person.first_name_or_name, pitch.mentor.person.first_name_or_name
    )
    chosen = request.GET.get("text", "")
    chosen = chosen if chosen in texts else "time"
    form = forms.DeclineForm(
        request.POST if request.method == "POST" else None,
        initial={"answer": texts[chosen][1]},
    )
    if not form.is_valid():
        if pitch.state != Pitch.State.SENT:
            return redirect("pitches:detail", pk=pk)
        page = {"pitch": pitch, "form": form, "texts": texts, "chosen": chosen}
        return render(request, "pitches/decline.html", page)
    return _do(
        request,
        lambda: actions.decline(pitch, by=request.user, **form.cleaned_data),
        _("Your answer is sent. Thank you for giving one."),
        redirect("pitches:inbox"),
    )
