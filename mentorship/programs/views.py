"""Pages of programs: finding and joining one, what one offers, and the admin's view."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest, sent
from accounts.vocabulary.picking import Pick
from mentorship.programs import actions, reports
from mentorship.programs.forms import (
    ApartForm,
    JoinForm,
    LookingForm,
    OfferForm,
    PeopleSearch,
)
from mentorship.programs.models import Enrolment, NeverPair, Program
from mentorship.transitions import NotPossible
from mentorship.undo import say_with_undo

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def programs(request: SignedInRequest) -> HttpResponse:
    mine = Enrolment.objects.of(request.user).select_related("program")
    joined = list(mine)
    others = Program.objects.visible_to(request.user).exclude(
        pk__in=[enrolment.program_id for enrolment in joined]
    )
    return render(request, "programs/list.html", {"mine": joined, "others": others})


@login_not_required
@require_safe
def welcome(request: HttpRequest, slug: str) -> HttpResponse:
    program = get_object_or_404(Program.objects.welcoming(request.user), slug=slug)
    mine = (
        Enrolment.objects.of(request.user).filter(program=program)
        if request.user.is_authenticated
        else []
    )
    return render(request, "programs/welcome.html", {"program": program, "mine": mine})


@require_form
def join(request: SignedInRequest, slug: str) -> HttpResponse:
    program = get_object_or_404(Program.objects.welcoming(request.user), slug=slug)
    form = JoinForm(program, sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.join(program, request.user, told["roles"], told.get("code", ""))
        except NotPossible as refusal:
            form.add_error("code" if "code" in form.fields else None, str(refusal))
        else:
            return redirect(_first_page(request, program, told["roles"]))
    return render(request, "programs/join.html", {"program": program, "form": form})


def _first_page(request: SignedInRequest, program: Program, roles: list[str]) -> str:
    """Where somebody begins who just joined: a mentee with a goal."""
    messages.success(request, _("Welcome to %(program)s.") % {"program": program.name})
    if Enrolment.Role.MENTEE in roles:
        return reverse("goals:new")
    mine = Enrolment.objects.of(request.user).get(
        program=program, role=Enrolment.Role.MENTOR
    )
    return reverse("programs:offer", args=[mine.pk])


@require_form
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    mine = Enrolment.objects.of(request.user).select_related("program")
    enrolment = get_object_or_404(mine, pk=pk)
    if enrolment.role == Enrolment.Role.MENTEE:
        return _looking(request, enrolment)
    picked = [Pick(skill) for skill in enrolment.skills_not_taken.all()]
    form = OfferForm(
        sent(request), instance=enrolment, initial={"skills_not_taken": picked}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_offer(
                enrolment, form.values, form.cleaned_data["skills_not_taken"]
            )
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Your suggestions will follow it."))
            return redirect("programs:offer", pk)
    context = {"form": form, "enrolment": enrolment}
    return render(request, "programs/offer.html", context)


def _looking(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    form = LookingForm(sent(request), instance=enrolment)
    if request.method == "POST" and form.is_valid():
        actions.change_offer(enrolment, form.cleaned_data, None)
        messages.success(request, _("Saved."))
        return redirect("home")
    context = {"form": form, "enrolment": enrolment}
    return render(request, "programs/looking.html", context)


@require_form
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    mine = Enrolment.objects.of(request.user).select_related("program")
    enrolment = get_object_or_404(mine, pk=pk)
    if request.method != "POST":
        return render(request, "programs/leave.html", {"enrolment": enrolment})
    try:
        actions.leave(enrolment)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        say_with_undo(
            request,
            _("You left %(program)s.") % {"program": enrolment.program.name},
            url=reverse("programs:come_back", args=[pk]),
            label=_("Undo: stay in %(program)s") % {"program": enrolment.program.name},
        )
    return redirect("programs:list")


@require_POST
def come_back(request: SignedInRequest, pk: int) -> HttpResponse:
    enrolment = get_object_or_404(Enrolment, pk=pk, person=request.user)
    actions.come_back(enrolment)
    return redirect("programs:list")


@require_safe
def overview(request: SignedInRequest, slug: str) -> HttpResponse:
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    context = {"program": program, "counts": reports.counts(program)}
    return render(request, "programs/overview.html", context)


@require_safe
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    search = PeopleSearch(request.GET)
    search.is_valid()
    found = reports.people(
        program,
        words=search.cleaned_data.get("q", ""),
        role=search.cleaned_data.get("role", ""),
    )
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {"program": program, "search": search, "page_obj": page}
    return render(request, "programs/people.html", context)


@require_form
def apart(request: SignedInRequest, slug: str) -> HttpResponse:
    """Pairs that the program keeps apart: add one, and those there are."""
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    form = ApartForm(program, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_apart(program, request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The two are kept apart. Neither is told."))
            return redirect("programs:apart", slug)
    pairs = NeverPair.objects.filter(program=program).select_related(
        "mentee__profile", "mentor__profile", "made_by__profile"
    )
    page = Paginator(pairs, 50).get_page(request.GET.get("page"))
    context = {"program": program, "form": form, "page_obj": page}
    return render(request, "programs/apart.html", context)


@require_POST
def apart_no_more(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    program = get_object_or_404(Program.objects.run_by(request.user), slug=slug)
    pairs = NeverPair.objects.filter(program=program).select_related("mentee")
    actions.keep_apart_no_more(get_object_or_404(pairs, pk=pk), request.user)
    messages.success(request, _("The two may be suggested to each other again."))
    return redirect("programs:apart", slug)
