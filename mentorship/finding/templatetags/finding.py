"""What pages of finding ask of one person, and of their own address."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from mentorship.finding.models import Lead, MatchRequest
from mentorship.finding.people import may_be_asked, room_in_words
from mentorship.programs.models import Enrolment, Program

register = template.Library()


@register.filter
def mentors(found: Enrolment) -> bool:
    return may_be_asked(found)


@register.filter
def room(found: Enrolment) -> list[str]:
    return room_in_words(found)


@register.filter
def is_saved(lead: Lead | None) -> bool:
    return lead is not None and lead.saved and lead.set_aside_at is None


@register.simple_tag(takes_context=True)
def without(context: dict[str, Any], name: str) -> str:
    """The address's question without one name, and from the first page on."""
    asked = context["request"].GET.copy()
    asked.pop(name, None)
    asked.pop("page", None)
    return f"?{asked.urlencode()}"


@register.simple_tag
def save_url(found: Enrolment, saved: bool, then: str = "", route: str = "") -> str:
    """Where the toggle posts to, the page to which it comes back, and the route on
    which somebody was found."""
    url = reverse(f"finding:{'unsave' if saved else 'save'}", args=[found.pk])
    told = {"next": then, "route": route}
    asked = urlencode({name: value for name, value in told.items() if value})
    return f"{url}?{asked}" if asked else url


@register.simple_tag
def asked_of_program(program: Program) -> int:
    """How many mentees wait for the program to look for somebody."""
    asked = MatchRequest.objects.to_be_done()
    return asked.filter(goal__mentee__program=program).count()
