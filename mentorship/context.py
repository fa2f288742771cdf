"""What every page knows: where the person can go from here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from mentorship.programs.models import Enrolment, Program


@dataclass(frozen=True)
class Place:
    """One link of the main navigation; ``key`` is its lasting name for templates."""

    key: str
    label: str
    view: str
    args: list[str] = field(default_factory=list)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The main navigation and the footer. Nothing is asked of the database until a
    page shows them, so the pieces that answer HTMX cost no query."""
    return {
        "nav_items": SimpleLazyObject(lambda: links(request, list(places(request)))),
        "footer_items": SimpleLazyObject(lambda: links(request, foot())),
        "demo": settings.BELAY_DEMO,
    }


def places(request: HttpRequest) -> Iterator[Place]:
    """Where this person can go, in the order of the header."""
    person = request.user
    if not person.is_authenticated:
        yield Place("in", _("Sign in"), "account_login")
        yield Place("join", _("Create an account"), "account_signup")
        return
    roles = set(Enrolment.objects.of(person).values_list("role", flat=True))
    run = Program.objects.run_by(person).values_list("slug", flat=True).first()
    yield Place("home", _("Home"), "home")
    if Enrolment.Role.MENTEE in roles:
        yield Place("find", _("Find"), "goals:list")
        yield Place("requests", _("Requests"), "pitches:mine")
    if Enrolment.Role.MENTOR in roles:
        yield Place("inbox", _("Inbox"), "pitches:inbox")
    yield Place("profile", _("Profile"), "accounts:me")
    if run:
        yield Place("program", _("Program"), "programs:overview", [run])


def foot() -> list[Place]:
    """What stands under every page."""
    shown = [Place("conduct", _("How we treat each other"), "conduct")]
    if settings.BELAY_DEMO:
        shown.append(Place("outbox", _("Outbox of this demo"), "demo:outbox"))
    return shown


def links(request: HttpRequest, shown: list[Place]) -> list[dict[str, Any]]:
    """Places as links. The one whose address begins like this page's is current."""
    found = []
    for place in shown:
        try:
            url = reverse(place.view, args=place.args)
        except NoReverseMatch:  # this stage only: the page is not built yet
            continue
        found.append({"key": place.key, "label": place.label, "url": url})
    home = reverse_or_root()
    longest = max(
        (link["url"] for link in found if is_under(request.path, link["url"], home)),
        key=len,
        default=None,
    )
    return [link | {"current": link["url"] == longest} for link in found]


def is_under(path: str, url: str, home: str) -> bool:
    """Whether a page belongs to a link; Home is current only on itself."""
    return path == url if url == home else path.startswith(url)


def reverse_or_root() -> str:
    try:
        return reverse("home")
    except NoReverseMatch:  # this stage only
        return "/"
