"""Types for requests."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: ``user`` is a person."""

    user: User  # type: ignore[assignment]  # narrower than Django's own
