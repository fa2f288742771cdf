"""What a person has told of themselves so far, and what is not known yet."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import FreeHours, Identity, Style, User


@dataclass(frozen=True)
class Page:
    """One small page of the profile. Without ``known`` nothing of it is known yet."""

    label: str
    url: str
    known: str


def time_zone_of(person: User) -> str:
    profile = getattr(person, "profile", None)
    return profile.time_zone if profile else ""


def pages_of(person: User) -> list[Page]:
    """The pages in the order in which they help most."""
    said = _("Said")
    answers = Style.objects.filter(person=person).values_list(*Style.AXES).first()
    answered = sum(answer is not None for answer in answers or ())
    free = FreeHours.objects.filter(person=person, slots__gt=0).count()
    lines = [
        ("about", _("Who I am"), _about(person)),
        ("tracks", _("What I do"), ", ".join(map(str, person.tracks.all()))),
        ("skills", _("What I am good at"), _many(person.skills.count())),
        ("stories", _("What I lived through"), _many(person.stories.count())),
        ("path", _("My path"), _many(person.path.count())),
        (
            "hours",
            _("When I am usually free"),
            ngettext("On one day", "On %(n)s days", free) % {"n": free} if free else "",
        ),
        (
            "style",
            _("How I like to talk"),
            _("%(n)s of 6 answered") % {"n": answered} if answered else "",
        ),
        ("networks", _("Networks I belong to"), _many(person.networks.count())),
        (
            "identity",
            _("How I describe my gender"),
            said if Identity.objects.filter(person=person).exists() else "",
        ),
    ]
    return [
        Page(label, reverse(f"accounts:{name}"), known) for name, label, known in lines
    ]


def _about(person: User) -> str:
    profile = getattr(person, "profile", None)
    if profile is None:
        return ""
    return ", ".join(filter(None, [profile.name, profile.headline, profile.time_zone]))


def _many(count: int) -> str:
    return ngettext("One", "%(n)s", count) % {"n": count} if count else ""
