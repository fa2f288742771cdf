"""What people of the story found so far: who may be found, leads, other sources, and
who asked the program to look for somebody."""

from datetime import timedelta
from typing import Any

from django.db.models import F

from accounts.models import Profile
from mentorship.demo.planting import Planted
from mentorship.finding import actions
from mentorship.finding.models import Lead, MatchRequest, Source
from mentorship.goals.models import Goal
from mentorship.programs.models import Program


def leave_traces(frame: dict[str, Any], program: Program, planted: Planted) -> None:
    """Write what the story tells of finding."""
    found = [planted.users[key] for key in frame["findable"]]
    Profile.objects.filter(person__in=found).update(findable=True)
    Lead.objects.bulk_create(_lead(told, program, planted) for told in frame["leads"])
    Source.objects.bulk_create(_source(told, planted) for told in frame["sources"])
    for told in frame["asked"]:
        goal = planted.goals[told["of"], told["goal"]]
        asked = actions.ask_program(goal, told["note"])
        ago = F("asked_at") - timedelta(days=told["days_ago"])
        MatchRequest.objects.filter(pk=asked.pk).update(asked_at=ago)


def _goal(told: dict[str, Any], planted: Planted) -> Goal | None:
    return planted.goals.get((told["of"], told["goal"]))


def _lead(told: dict[str, Any], program: Program, planted: Planted) -> Lead:
    return Lead(
        author=planted.users[told["of"]],
        program=program,
        about=planted.users.get(told.get("about", "")),
        name=told.get("name", ""),
        route=told["route"],
        goal=_goal(told, planted),
        note=told["note"],
    )


def _source(told: dict[str, Any], planted: Planted) -> Source:
    goal = _goal(told, planted)
    assert goal is not None
    what = {name: told[name] for name in ("kind", "what", "gives", "enough")}
    return Source(goal=goal, **what)
