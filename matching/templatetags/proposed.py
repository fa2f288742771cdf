"""Tells on other apps' pages that a program suggests somebody."""

from django import template

from accounts.models import User
from matching.models import Proposal

register = template.Library()


@register.simple_tag
def proposals_waiting(person: User) -> int:
    """How many suggestions wait for an answer of somebody."""
    mine = Proposal.objects.put_to(person).open().not_refused_by(person)
    return (
        mine.exclude(goal__mentee__person=person, mentee_yes__isnull=False)
        .exclude(mentor__person=person, mentor_yes__isnull=False)
        .count()
    )
