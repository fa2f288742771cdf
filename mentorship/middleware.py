"""Cookies that can be kept, headers on every answer, and the person's own time zone."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

GetResponse = Callable[[HttpRequest], HttpResponse]
Policy = Mapping[str, list[str] | str] | str


def policy_as_header(policy: Policy) -> str:
    """A policy as one header line, from Django 6's dictionary or a ready string."""
    if isinstance(policy, str):
        return policy
    return "; ".join(
        f"{name} {sources if isinstance(sources, str) else ' '.join(sources)}".strip()
        for name, sources in policy.items()
    )


class PlainCookies:
    """Forget cookies with a zero byte, written as ``"\\000"``: no database takes it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, text in request.COOKIES.items() if "\0" in text]:
            del request.COOKIES[name]
        return self.get_response(request)


class ContentSecurityPolicy:
    """Send ``settings.SECURE_CSP``, the name Django 6 uses, unless a view sent its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.header = policy_as_header(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.header)
        return response


class NoStore:
    """Keep the pages of somebody signed in out of every cache, the browser's too."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class OwnTimeZone:
    """Show times in the zone of the person's profile; in UTC until they say."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(self.zone_of(request)):
            return self.get_response(request)

    @staticmethod
    def zone_of(request: HttpRequest) -> ZoneInfo | None:
        profile = getattr(request.user, "profile", None)
        name = profile.time_zone if profile else ""
        try:
            return ZoneInfo(name) if name else None
        except (ZoneInfoNotFoundError, ValueError):  # the zone table lost that name
            return None
