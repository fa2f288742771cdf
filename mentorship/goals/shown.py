"""What others read of a goal: asked by the pages on which they read it, and by the page
on which its mentee looks at who sees what."""

from typing import Any

from django.utils.translation import gettext as _

from mentorship.goals.models import AssessmentItem, Goal

KINDS = AssessmentItem.Kind.values  # in the order in which people tell them


def expectations(goal: Goal) -> list[tuple[str, str]]:
    """What the mentee expects: told to the mentor with the request (R4)."""
    months = _("for %(months)d months") % {"months": goal.months} if goal.months else ""
    rows = [
        (_("Format"), goal.get_format_display()),
        (_("How often"), goal.get_cadence_display()),
        (
            _("How long"),
            " ".join([_("%(n)d minutes") % {"n": goal.minutes}, months]).strip(),
        ),
        (_("How to meet"), goal.get_channel_display()),
    ]
    return [(name, value) for name, value in rows if value]


def as_read(goal: Goal, lines: Any) -> dict[str, Any]:
    """What goals/_as_read.html shows: the goal, and these lines of the assessment."""
    shared = sorted(lines, key=lambda line: KINDS.index(line.kind))
    return {"goal": goal, "expectations": expectations(goal), "shared": shared}


def to_whom_i_ask(goal: Goal) -> dict[str, Any]:
    """What somebody reads from the moment they are asked."""
    return as_read(goal, AssessmentItem.objects.filter(goal=goal).asked())


def to_my_mentor(goal: Goal) -> dict[str, Any]:
    """What the mentor of a relationship for this goal reads while it goes on."""
    return as_read(goal, AssessmentItem.objects.filter(goal=goal).shared())


def to_nobody_any_more(goal: Goal) -> dict[str, Any]:
    """What stays of it with a request that was answered: no line."""
    return as_read(goal, AssessmentItem.objects.none())
