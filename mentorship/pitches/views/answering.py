"""Pages on which a mentor answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
)

from accounts.http import SignedInRequest
from mentorship.pitches import actions, forms
from mentorship.pitches.models import Pitch
from mentorship.pitches.views.steps import do
from mentorship.transitions import NotPossible


def _asked_of_me(request: SignedInRequest) -> Any:
    asked = Pitch.objects.addressed_to(request.user)
    return asked.select_related(
        "goal", "mentee__person__profile", "mentor__person__profile"
    )


def _sent_at(pitch: Pitch) -> str:
    """Which letter it is, for whoever came here without having opened it."""
    return pitch.sent_at.isoformat() if pitch.sent_at else ""


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Says what a yes does, then does it."""
    pitch = get_object_or_404(_asked_of_me(request), pk=pk)
    form = forms.AcceptForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": request.GET.get("seen") or _sent_at(pitch)},
    )
    if not form.is_valid():
        if pitch.state != Pitch.State.SENT:
            return redirect("pitches:detail", pk=pk)
        return render(request, "pitches/accept.html", {"pitch": pitch, "form": form})
    try:
        begun = actions.accept(pitch, by=request.user, **form.cleaned_data)
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
    return do(
        request,
        lambda: actions.decline(pitch, by=request.user, **form.cleaned_data),
        _("Your answer is sent. Thank you for giving one."),
        redirect("pitches:inbox"),
    )
