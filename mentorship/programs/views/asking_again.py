"""A mentor answers whether they are still open: on their pages, or from a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest
from mentorship.programs import actions
from mentorship.programs.models import Enrolment
from mentorship.programs.still_open import word_in
from mentorship.programs.views.asking import require_form
from mentorship.transitions import NotPossible
from mentorship.undo import say_with_undo


@require_POST
def still_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Yes, unless they pressed the pause."""
    mine = Enrolment.objects.mentors().filter(person=request.user)
    mentor = get_object_or_404(mine.select_related("program"), pk=pk)
    if request.POST.get("answer") == "pause":
        actions.pause(mentor)
        say_with_undo(
            request,
            _told_of_pause(mentor),
            url=reverse("programs:still_open", args=[pk]),
            label=_("Undo: be found again"),
        )
    else:
        try:
            actions.still_open(mentor)
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _told_of_yes(mentor))
    return redirect("home")


@login_not_required
@require_form
def asked_again(request: HttpRequest, token: str) -> HttpResponse:
    """What the link in a mail opens, signed in or not. Only its buttons do something,
    and only until the mentor's next word."""
    asked = word_in(token)
    if asked is None:
        raise Http404
    pk, word = asked
    mentors = Enrolment.objects.mentors().select_related("program")
    mentor = get_object_or_404(mentors, pk=pk)
    if request.method == "POST":
        _answer(request, mentor, word)
        return redirect("programs:asked_again", token)
    context = {"mentor": mentor, "is_asked": mentor.word == word}
    return render(request, "programs/asked_again.html", context)


def _answer(request: HttpRequest, mentor: Enrolment, word: str) -> None:
    pausing = request.POST.get("answer") == "pause"
    act = actions.pause if pausing else actions.still_open
    try:
        act(mentor, word=word)
    except NotPossible as refusal:
        messages.info(request, str(refusal))
    else:
        told = _told_of_pause(mentor) if pausing else _told_of_yes(mentor)
        messages.success(request, told)


def _told_of_yes(mentor: Enrolment) -> str:
    return _("Thank you. People in %(program)s find you and may ask you.") % {
        "program": mentor.program.name
    }


def _told_of_pause(mentor: Enrolment) -> str:
    return _("You are pausing in %(program)s. What is agreed goes on.") % {
        "program": mentor.program.name
    }
