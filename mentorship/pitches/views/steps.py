"""What the pages of requests share: whose they are, and acting kindly."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from accounts.http import SignedInRequest
from mentorship.pitches.models import Pitch
from mentorship.transitions import NotPossible


def of_mine(request: SignedInRequest) -> Any:
    written = Pitch.objects.written_by(request.user)
    return written.select_related(
        "goal__mentee", "mentor__person__profile", "mentor__program", "mentee__person"
    )


def do(request: HttpRequest, act: Any, done: str, then: HttpResponse) -> HttpResponse:
    """Act, say what came of it, and go on: losing a race is a sentence, not an error."""
    try:
        act()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return then
