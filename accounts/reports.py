"""What a person has told of themselves so far, and what is not known yet."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from accounts.models import FreeHours, Identity, Profile, Style, User


def time_zone_of(person: User) -> str:
    profile = getattr(person, "profile", None)
    return profile.time_zone if profile else ""


def sections_of(person: User) -> list[dict[str, Any]]:
    """The pages in the order in which they help most, as a task list."""
    known = _known(person)
    pages = {
        name: {
            "label": label,
            "url": reverse(f"accounts:{name}"),
            "state": "done" if known[name] else "todo",
            "note": known[name],
        }
        for name, label in PAGES.items()
    }
    return [
        {"title": title, "tasks": [pages[name] for name in names]}
        for title, names in SECTIONS
    ]


PAGES = {
    "about": _lazy("Who I am"),
    "tracks": _lazy("What I do"),
    "path": _lazy("My path"),
    "skills": _lazy("What I am good at"),
    "stories": _lazy("What I lived through"),
    "links": _lazy("Where my work can be seen"),
    "hours": _lazy("When I am usually free"),
    "style": _lazy("How I like to talk"),
    "networks": _lazy("Networks I belong to"),
    "findable": _lazy("Who may find me"),
    "identity": _lazy("How I describe my gender"),
}
SECTIONS = [
    (_lazy("Me and my work"), ["about", "tracks", "path"]),
    (_lazy("What helps others"), ["skills", "stories", "links"]),
    (_lazy("Meeting somebody"), ["hours", "style"]),
    (_lazy("Who sees what"), ["networks", "findable", "identity"]),
]


def _known(person: User) -> dict[str, str]:
    """What is known for each page, in a few words; empty when nothing is."""
    answers = Style.objects.filter(person=person).values_list(*Style.AXES).first()
    answered = sum(answer is not None for answer in answers or ())
    free = FreeHours.objects.filter(person=person, slots__gt=0).count()
    profile = getattr(person, "profile", None)
    return {
        "about": _about(person),
        "tracks": ", ".join(map(str, person.tracks.all())),
        "path": _many(person.path.count()),
        "skills": _many(person.skills.count()),
        "stories": _many(person.stories.count()),
        "links": _many(person.links.count()),
        "hours": ngettext("On one day", "On %(n)s days", free) % {"n": free}
        if free
        else "",
        "style": _("%(n)s of 6 answered") % {"n": answered} if answered else "",
        "networks": _many(person.networks.count()),
        "findable": _("People of my programs may") if findable_of(profile) else "",
        "identity": _("Said")
        if Identity.objects.filter(person=person).exists()
        else "",
    }


def findable_of(profile: Profile | None) -> bool:
    return bool(profile and profile.findable)


def told_by(person: User) -> dict[str, Any]:
    """What a person tells those who may look at them: of work, path, skills, stories
    and links. Hidden networks, hours and what is said of gender are not in it."""
    return {
        "tracks": person.tracks.all(),
        "path": person.path.all(),
        "stories": person.stories.all(),
        "skills": person.skills.select_related("skill"),
        "links": person.links.all(),
    }


def seen_by_others(person: User) -> dict[str, Any]:
    """The same rows for the page on which somebody looks at themselves.

    Which programs there are is not known here; the way leads over relation names.
    """
    offers = person.enrolments.filter(role="mentor", left_at=None)
    shown = offers.select_related("program", "person__profile")
    return {"shown": person, "offers": list(shown), **told_by(person)}


def _about(person: User) -> str:
    profile = getattr(person, "profile", None)
    if profile is None:
        return ""
    return ", ".join(filter(None, [profile.name, profile.headline, profile.time_zone]))


def _many(count: int) -> str:
    return ngettext("One", "%(n)s", count) % {"n": count} if count else ""
