"""Types for requests, and what was sent with one."""

from django.http import HttpRequest, QueryDict
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: ``user`` is a person."""

    user: User
    htmx: HtmxDetails


def sent(request: HttpRequest) -> QueryDict | None:
    """The form that was sent, empty or not; None when the page was only asked for."""
    return request.POST if request.method == "POST" else None
