"""What somebody typed on the composer after they were signed out, kept until they are
back: in the session that the browser then has, and only for the same page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from mentorship.pitches.forms import LONGEST_PART, ComposerForm

_KEPT = "kept_letter"
_MOST_BOXES = 40


View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Asks a stranger to sign in, as every page does, and keeps what they sent."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return _until_signed_in(request)

    return guarded


def signed_in_first(page: str) -> Callable[[View], View]:
    """The same for a button that sends nothing but itself: back to its page."""

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, pk: int) -> HttpResponse:
            if request.user.is_authenticated:
                return view(request, pk)
            return redirect_to_login(reverse(page, args=[pk]))

        return guarded

    return decorate


def _until_signed_in(request: HttpRequest) -> HttpResponse:
    """Keep what was sent, and lead to the sign-in; a page that is being written on
    stays as it is and says so."""
    if request.method == "POST":
        request.session[_KEPT] = {"path": request.path, "typed": _typed(request.POST)}
        if "HX-Request" in request.headers:
            door = redirect_to_login(request.path).headers["Location"]
            return render(request, "pitches/_signed_out.html", {"door": door})
    return redirect_to_login(request.get_full_path())


def kept_for(request: HttpRequest) -> QueryDict | None:
    """What was typed on this very page before its writer was back."""
    kept = request.session.get(_KEPT)
    if not kept or kept["path"] != request.path:
        return None
    typed = QueryDict(mutable=True)
    for name, values in kept["typed"].items():
        typed.setlist(name, values)
    return typed


def forget(request: HttpRequest) -> None:
    """It is saved now."""
    request.session.pop(_KEPT, None)


def _typed(sent: QueryDict) -> dict[str, Any]:
    """What the form knows, and not more of it than it takes."""
    return {
        name: [text[:LONGEST_PART] for text in sent.getlist(name)[:_MOST_BOXES]]
        for name in ComposerForm.base_fields
        if name in sent
    }
