"""What can still be done with a request that was sent: change it, take it back, thank."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import SignedInRequest
from mentorship.pitches import actions
from mentorship.pitches.views.steps import do, of_mine
from mentorship.transitions import NotPossible
from mentorship.undo import say_with_undo


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    pitch = get_object_or_404(of_mine(request), pk=pk)
    name = {"name": pitch.mentor.person.first_name_or_name}
    try:
        actions.withdraw(pitch, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        say_with_undo(
            request,
            _("Your request is taken back. %(name)s no longer sees it.") % name,
            url=reverse("pitches:send_again", args=[pk]),
            label=_("Undo: let it go to %(name)s after all") % name,
        )
    return redirect("pitches:detail", pk=pk)


@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    pitch = get_object_or_404(of_mine(request), pk=pk)
    return do(
        request,
        lambda: actions.send_again(pitch, by=request.user),
        _("Your letter is with %(name)s again.")
        % {"name": pitch.mentor.person.first_name_or_name},
        redirect("pitches:detail", pk=pk),
    )


@require_POST
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Back to the composer, as long as nobody opened the letter."""
    pitch = get_object_or_404(of_mine(request), pk=pk)
    try:
        actions.change_before_read(pitch, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("pitches:detail", pk=pk)
    messages.warning(
        request,
        _("This is a draft again. %(name)s sees it once you send it.")
        % {"name": pitch.mentor.person.first_name_or_name},
    )
    return redirect("pitches:edit", pk=pk)


@require_POST
def thank(request: SignedInRequest, pk: int) -> HttpResponse:
    pitch = get_object_or_404(of_mine(request), pk=pk)
    return do(
        request,
        lambda: actions.thank(pitch, by=request.user),
        _("%(name)s gets your thanks. Nothing more is sent.")
        % {"name": pitch.mentor.person.first_name_or_name},
        redirect("pitches:detail", pk=pk),
    )
