"""What a mentee answered about a goal, in words, for the page to look it over."""

from collections.abc import Callable
from dataclasses import dataclass

from django.template.defaultfilters import date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.goals import asking
from mentorship.goals.models import Goal
from mentorship.goals.purposes import PURPOSES
from mentorship.programs.models import Enrolment


@dataclass(frozen=True)
class Answer:
    """One question as it was answered, for components/answers.html."""

    label: str
    value: str
    url: str
    note: str = ""


def answers_of(goal: Goal) -> list[Answer]:
    """The answers in the order of the questions."""
    return [
        Answer(
            label=str(WORDS[question.key][0]()),
            value="\n".join(filter(None, WORDS[question.key][1](goal))),
            url=asking.address(goal, question.key) + "?change"
            if goal.state != Goal.State.CLOSED
            else "",
            note=_note(goal, question.key),
        )
        for question in asking.questions_of(goal)
    ]


def _note(goal: Goal, key: str) -> str:
    """What an answer changes, or that it was not given and counts all the same."""
    if key in ("support", "format") and key not in goal.told():
        return _("You were not asked yet: this counts unless you change it.")
    if key == "purpose":
        return str(PURPOSES[Goal.Purpose(goal.purpose)].changes)
    if key == "format" and goal.format == Enrolment.Kind.ONGOING:
        return _(
            "One conversation is easier to say yes to. You can agree on more at its "
            "end."
        )
    return ""


def _purpose(goal: Goal) -> list[str]:
    words = f": {goal.purpose_words}" if goal.purpose_words else ""
    return [f"{goal.get_purpose_display()}{words}"]


def _want(goal: Goal) -> list[str]:
    return [goal.title] if "want" in goal.told() else []


def _guidance(goal: Goal) -> list[str]:
    return goal.guidance.splitlines()


def _concepts(goal: Goal) -> list[str]:
    return [", ".join(row.label for row in goal.wanted.select_related("skill"))]


def _support(goal: Goal) -> list[str]:
    return [goal.get_support_display()]


def meeting(goal: Goal) -> str:
    """Format, rhythm and length in one line."""
    parts = [goal.get_format_display()]
    if goal.format == Enrolment.Kind.ONGOING:
        parts.append(goal.get_cadence_display().lower())
        parts.append(_("%(minutes)d minutes each time") % {"minutes": goal.minutes})
    else:
        parts.append(_("%(minutes)d minutes") % {"minutes": goal.minutes})
    if goal.months:
        told = ngettext("for one month", "for %(n)d months", goal.months)
        parts.append(told % {"n": goal.months})
    if goal.channel:
        parts.append(goal.get_channel_display().lower())
    return ", ".join(parts)


def _format(goal: Goal) -> list[str]:
    return [meeting(goal)]


def _workplace(goal: Goal) -> list[str]:
    if goal.about_workplace:
        return [_("Yes: people outside of it come first.")]
    return [_("No.")] if "workplace" in goal.told() else []


def _more(goal: Goal) -> list[str]:
    low, high = goal.level_low, goal.level_high
    window = _("%(low)s to %(high)s steps ahead of me") % {"low": low, "high": high}
    day = date(goal.target_date, "j F Y")
    return [
        _("By %(day)s") % {"day": day} if goal.target_date else "",
        str(goal.track) if goal.track else "",
        window if low is not None else "",
        goal.envisioned,
    ]


WORDS: dict[str, tuple[Callable[[], str], Callable[[Goal], list[str]]]] = {
    "purpose": (lambda: _("Purpose"), _purpose),
    "want": (lambda: _("What I want"), _want),
    "guidance": (lambda: _("Guidance that would help"), _guidance),
    "concepts": (lambda: _("What it is about"), _concepts),
    "support": (lambda: _("Kind of help"), _support),
    "format": (lambda: _("How to meet"), _format),
    "workplace": (lambda: _("My own workplace"), _workplace),
    "more": (lambda: _("Anything else"), _more),
}
"""For each question how the page calls it, and what was said."""
