"""What every page knows: where the person can go from here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User
from mentorship.pitches.models import Advice
from mentorship.programs.models import Enrolment, Program


@dataclass(frozen=True)
class Place:
    """One link of the main navigation; ``key`` is its lasting name for templates.

    The link is current on every page whose address begins with one of ``areas``, or
    with the link's own address if none is given.
    """

    key: str
    label: str
    url: str
    areas: tuple[str, ...] = ()

    def depth(self, path: str) -> int:
        """How narrowly the page belongs here: the length of the area that holds it, 0
        if none does. The site's root holds only itself."""
        home = reverse("home")
        return max(
            len(area) if path == area or area != home and path.startswith(area) else 0
            for area in self.areas or (self.url,)
        )


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The main navigation and the footer. Nothing is asked of the database until a
    page shows them, so the pieces that answer HTMX cost no query."""
    return {
        "nav_items": SimpleLazyObject(lambda: links(request.path, places(request))),
        "footer_items": SimpleLazyObject(lambda: links(request.path, foot())),
        "demo": settings.BELAY_DEMO,
    }


def places(request: HttpRequest) -> Iterator[Place]:
    """Where this person can go, in the order of the header."""
    # A request for a wrong host gets its page before anybody asked who sends it.
    person: User | AnonymousUser = getattr(request, "user", AnonymousUser())
    if not person.is_authenticated:
        yield _door("in", _("Sign in"), reverse("account_login"), request)
        yield _door("join", _("Create an account"), reverse("account_signup"), request)
        return
    roles, run, was_asked = _roles_and_program(person)
    yield Place("home", _("Home"), reverse("home"))
    if Enrolment.Role.MENTEE in roles:
        yield Place("find", _("Find"), reverse("finding:goals"), _finding())
        yield Place("requests", _("Requests"), reverse("pitches:mine"))
    if was_asked or Enrolment.Role.MENTOR in roles:
        yield Place("inbox", _("Inbox"), reverse("pitches:inbox"))
    yield Place("profile", _("Profile"), reverse("accounts:me"))
    if run:
        area = reverse("programs:welcome", args=[run])
        yield Place(
            "program", _("Program"), reverse("programs:overview", args=[run]), (area,)
        )


def _roles_and_program(person: User) -> tuple[set[str], str | None, bool]:
    """In which roles somebody takes part, a program that they run, and whether anybody
    ever asked them for advice; one query."""
    run = Program.objects.run_by(person).values("slug")[:1]
    roles = Enrolment.objects.of(person).values("role").distinct()
    asked = Advice.objects.filter(adviser__person=person)
    told = User.objects.filter(pk=person.pk).values_list(
        ArraySubquery(roles), Subquery(run), Exists(asked)
    )
    has, slug, was_asked = told.get()
    return set(has), slug, was_asked


def _finding() -> tuple[str, ...]:
    """Finding begins with a goal, so both belong to one link."""
    return reverse("finding:directory"), reverse("goals:list")


def _door(key: str, label: str, url: str, request: HttpRequest) -> Place:
    """A way in that remembers the page for which somebody was asked to sign in."""
    then = request.GET.get(REDIRECT_FIELD_NAME, "")
    onward = f"?{urlencode({REDIRECT_FIELD_NAME: then})}" if then else ""
    return Place(key, label, url + onward, areas=(url,))


def foot() -> Iterator[Place]:
    """What stands under every page."""
    yield Place("conduct", _("How we treat each other"), reverse("conduct"))
    if settings.BELAY_DEMO:
        yield Place("outbox", _("Outbox of this demo"), reverse("demo:outbox"))


def links(path: str, shown: Iterable[Place]) -> list[dict[str, Any]]:
    """Places as links. Of those that hold this page, the narrowest is current."""
    found = list(shown)
    narrowest = max((place.depth(path) for place in found), default=0)
    return [
        {
            "key": place.key,
            "label": place.label,
            "url": place.url,
            "current": 0 < place.depth(path) == narrowest,
        }
        for place in found
    ]
