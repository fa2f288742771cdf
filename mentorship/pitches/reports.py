"""On which ways people are found in a program, and what comes of it, in numbers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from mentorship.finding.models import Lead, Route
from mentorship.pitches.models import Pitch
from mentorship.programs.models import Program


@dataclass(frozen=True)
class RouteCounts:
    """One way: leads, requests sent, requests that got a yes. None: too few people
    stand behind a number to show it."""

    label: str
    leads: int | None
    sent: int | None
    accepted: int | None


def routes(program: Program) -> list[RouteCounts]:
    """The six ways, each number only if enough mentees stand behind it.

    No sum is shown: with it, the one number that is left out could be worked out.
    """
    saved = Lead.objects.saved().filter(program=program)
    leads = saved.values("route").annotate(
        n=Count("pk"), people=Count("author", distinct=True)
    )
    yes = Q(state=Pitch.State.ACCEPTED)
    sent = Pitch.objects.filter(mentee__program=program, sent_at__isnull=False)
    letters = sent.values("route").annotate(
        n=Count("pk"),
        people=Count("mentee", distinct=True),
        yes=Count("pk", filter=yes),
        yes_people=Count("mentee", filter=yes, distinct=True),
    )
    found: dict[str, Any] = {row["route"]: row for row in leads.order_by("route")}
    asked: dict[str, Any] = {row["route"]: row for row in letters.order_by("route")}

    def shown(row: dict[str, int], number: str, people: str) -> int | None:
        enough = row.get(people, 0) >= program.smallest_cell
        return row[number] if enough else None

    return [
        RouteCounts(
            str(label),
            shown(found.get(route, {}), "n", "people"),
            shown(asked.get(route, {}), "n", "people"),
            shown(asked.get(route, {}), "yes", "yes_people"),
        )
        for route, label in Route.choices
    ]
