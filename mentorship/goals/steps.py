"""The six steps of a goal, each done or not by what is in the database."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.goals import asking
from mentorship.goals.models import Goal


@dataclass(frozen=True)
class Step:
    """One of the six steps, or the next thing to do."""

    label: str
    url: str
    done: bool = False
    why: str = ""


SIX_STEPS = [
    (
        gettext_lazy("Say what you want"),
        gettext_lazy("One goal, and what guidance would help. It takes ten minutes."),
    ),
    (
        gettext_lazy("See where you stand"),
        gettext_lazy("Growth areas, strengths, and what makes it hard from outside."),
    ),
    (
        gettext_lazy("Say what matters"),
        gettext_lazy(
            "Which qualities in a mentor matter to you, and which must be there."
        ),
    ),
    (
        gettext_lazy("Find"),
        gettext_lazy("Look at who could help, and why. Nobody is asked by looking."),
    ),
    (
        gettext_lazy("Ask"),
        gettext_lazy("Write to one person. It is fine to ask for a conversation."),
    ),
    (
        gettext_lazy("Build"),
        gettext_lazy("Agree on what you want from each other, and begin."),
    ),
]
"""What each step is called, and why one would do it."""


class Way:
    """Where a goal stands; ``None`` is the goal that somebody has not begun yet.

    The goal comes from ``with_progress()``, its assessment prefetched, so that nothing
    more is asked of the database.
    """

    def __init__(self, goal: Goal | None) -> None:
        self.goal = goal
        unbegun = [(reverse("goals:new"), False)] * len(SIX_STEPS)
        told = _done_of(goal) if goal else unbegun
        self.steps = [
            Step(str(label), url, done, str(why))
            for (label, why), (url, done) in zip(SIX_STEPS, told, strict=True)
        ]

    @property
    def open(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if not step.done), None)

    @property
    def waits(self) -> bool:
        """Building needs somebody else's yes."""
        return self.open is self.steps[-1]

    @property
    def next(self) -> Step | None:
        """The one thing to do now, which may be to wait."""
        if not self.waits:
            return self.open
        return Step(
            _("Your request is on its way"),
            reverse("pitches:mine"),
            why=_(
                "You will hear as soon as it is answered. Meanwhile you can look at "
                "others who could help."
            ),
        )

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def tasks(self) -> list[dict[str, Any]]:
        """For components/task_list.html: nothing is ever barred, only not done yet."""
        rows = [
            row | {"state": "todo" if row["state"] == "later" else row["state"]}
            for row in self.checklist
        ]
        return [{"title": "", "tasks": rows}]

    @property
    def checklist(self) -> list[dict[str, str]]:
        """For components/checklist.html; the first that is open is where they are."""
        return [
            {
                "label": step.label,
                "url": step.url,
                "note": step.why,
                "state": "done"
                if step.done
                else "now"
                if step is self.open
                else "later",
            }
            for step in self.steps
        ]


def _done_of(goal: Goal) -> list[tuple[str, bool]]:
    """Each step's page, and whether the step is done."""
    said = goal.state != Goal.State.DRAFT

    def page(view: str) -> str:
        return reverse(view, args=[goal.pk])

    wrote, asked = _annotated(goal, "wrote"), _annotated(goal, "asked")
    find = page("matching:suggestions")
    return [
        (page("goals:edit") if said else asking.where_to_go_on(goal), said),
        (page("goals:assessment"), goal.has_growth_area),
        (page("goals:criteria"), _annotated(goal, "weighed")),
        (find, wrote or _annotated(goal, "looked")),
        (reverse("pitches:mine") if wrote else find, asked),
        (reverse("relationships:list"), _annotated(goal, "talking")),
    ]


def _annotated(goal: Goal, name: str) -> bool:
    """What ``with_progress()`` added."""
    return bool(getattr(goal, name))


def focus(ways: list[Way]) -> Way | None:
    """The way with something to do that has come furthest; else one that waits, else
    one that is done. Of equals the first."""

    def order(way: Way) -> tuple[bool, bool, int]:
        return way.open is None, way.waits, -way.done

    return min(ways, key=order, default=None)
