"""Pages on which somebody asks for advice, and on which it is given."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.http import SignedInRequest, sent
from mentorship.goals.models import Goal
from mentorship.pitches import actions, rules
from mentorship.pitches.advice import Advice
from mentorship.pitches.advice_forms import AdviceForm, NotNowForm, WrittenAnswerForm
from mentorship.pitches.views.steps import do
from mentorship.programs.models import Enrolment
from mentorship.transitions import NotPossible


@require_http_methods(["GET", "HEAD", "POST"])
def ask_advice(request: SignedInRequest, pk: int) -> HttpResponse:
    """One question to somebody of a program of mine."""
    adviser = get_object_or_404(_can_be_asked(request), pk=pk)
    asker = _as_whom(request, adviser)
    goals = Goal.objects.filter(mentee=asker).open()
    form = AdviceForm(sent(request), goals=goals)
    page = {
        "adviser": adviser,
        "name": adviser.person.first_name_or_name,
        "form": form,
        "obstacle": next(rules.advice_obstacles(asker, adviser), None),
    }
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "pitches/advice_ask.html", page, status=status)
    try:
        asked = actions.ask_advice(asker, adviser, by=request.user, **form.cleaned_data)
    except NotPossible as refusal:
        page["obstacle"] = str(refusal)
        return render(request, "pitches/advice_ask.html", page, status=400)
    messages.success(request, _("Your question is on its way to %s.") % page["name"])
    return redirect("pitches:advice", pk=asked.pk)


def _can_be_asked(request: SignedInRequest) -> Any:
    """Whoever can be found or takes requests, in a program of mine, and is not me,
    without blocked people and those whom the program keeps apart from me."""
    others = Enrolment.objects.active().in_program_of(request.user)
    open_to_it = Q(person__profile__findable=True) | Q(accepting=True, paused=False)
    near = others.filter(open_to_it).not_blocked_for(request.user)
    near = near.not_kept_apart_from(request.user).exclude(person=request.user)
    return near.select_related("person__profile", "program")


def _as_whom(request: SignedInRequest, adviser: Enrolment) -> Enrolment:
    """My own enrolment there; with two of them always the same one."""
    mine = Enrolment.objects.of(request.user).filter(program=adviser.program_id)
    return mine.order_by("role", "pk")[:1].get()


@require_safe
def advice(request: SignedInRequest, pk: int) -> HttpResponse:
    """One question, for whoever asked it and whoever was asked."""
    asked = get_object_or_404(_mine_or_to_me(request), pk=pk)
    return _show(request, asked)


def _mine_or_to_me(request: SignedInRequest) -> Any:
    return Advice.objects.visible_to(request.user).with_people().select_related("goal")


def _to_me(request: SignedInRequest) -> Any:
    return Advice.objects.asked_of(request.user).with_people().select_related("goal")


def _show(
    request: SignedInRequest,
    asked: Advice,
    form: WrittenAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    mine = asked.asker.person_id == request.user.pk
    other = asked.adviser if mine else asked.asker
    page = {
        "advice": asked,
        "mine": mine,
        "other": other.person,
        "name": other.person.first_name_or_name,
        "form": form or WrittenAnswerForm(),
    }
    return render(request, "pitches/advice.html", page, status=status)


@require_POST
def answer_advice(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(_to_me(request), pk=pk)
    form = WrittenAnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, form, status=400)
    return do(
        request,
        lambda: actions.answer_advice(asked, by=request.user, **form.cleaned_data),
        _("Your answer is sent. Thank you for giving one."),
        redirect("pitches:advice", pk=pk),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decline_advice(request: SignedInRequest, pk: int) -> HttpResponse:
    """A kind text to start from, to be changed as one likes."""
    asked = get_object_or_404(_to_me(request), pk=pk)
    form = NotNowForm(
        sent(request),
        asker=asked.asker.person.first_name_or_name,
        adviser=asked.adviser.person.first_name_or_name,
    )
    if not form.is_valid():
        if asked.state != Advice.State.SENT:
            return redirect("pitches:advice", pk=pk)
        page = {"advice": asked, "form": form}
        page["name"] = asked.asker.person.first_name_or_name
        return render(request, "pitches/advice_not_now.html", page)
    return do(
        request,
        lambda: actions.decline_advice(asked, by=request.user, **form.cleaned_data),
        _("Your answer is sent. Thank you for giving one."),
        redirect("pitches:advice", pk=pk),
    )


@require_POST
def withdraw_advice(request: SignedInRequest, pk: int) -> HttpResponse:
    mine = Advice.objects.asked_by(request.user).with_people()
    asked = get_object_or_404(mine, pk=pk)
    return do(
        request,
        lambda: actions.withdraw_advice(asked, by=request.user),
        _("Your question is taken back. %s no longer sees it.")
        % asked.adviser.person.first_name_or_name,
        redirect("pitches:advice", pk=pk),
    )
