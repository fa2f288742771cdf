"""Programs one can join or takes part in, what one offers there, and leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import SignedInRequest, sent
from accounts.models import User
from accounts.vocabulary.picking import Pick
from mentorship.programs import actions
from mentorship.programs.forms import LookingForm, OfferForm
from mentorship.programs.models import Enrolment, Joining, Program
from mentorship.programs.views.asking import require_form
from mentorship.transitions import NotPossible
from mentorship.undo import say_with_undo


@require_safe
def programs(request: SignedInRequest) -> HttpResponse:
    """Where one takes part, where one is on the way in, and what else there is."""
    joined = list(Enrolment.objects.of(request.user).select_related("program"))
    drafts = list(Joining.objects.of(request.user))
    near = [one.program_id for one in joined] + [one.program_id for one in drafts]
    others = Program.objects.listed_for(request.user).exclude(pk__in=near)
    context = {"mine": joined, "drafts": drafts, "others": others}
    return render(request, "programs/list.html", context)


@login_not_required
@require_safe
def welcome(request: HttpRequest, slug: str) -> HttpResponse:
    program = get_object_or_404(Program.objects.welcoming(request.user), slug=slug)
    context: dict[str, object] = {"program": program, "mine": []}
    if isinstance(request.user, User):
        mine = Enrolment.objects.of(request.user).filter(program=program)
        draft = Joining.objects.draft_of(request.user, program)
        context |= {"mine": list(mine), "draft": draft}
    return render(request, "programs/welcome.html", context)


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
