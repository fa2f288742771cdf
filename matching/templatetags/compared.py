"""Tells on the pages of a program how far its matching is."""

from django import template

from matching.models import Run
from mentorship.programs.models import Program

register = template.Library()


@register.simple_tag
def newest_run(program: Program) -> Run | None:
    """The run that was started last, whatever became of it."""
    return Run.objects.filter(program=program).order_by("-pk").first()
