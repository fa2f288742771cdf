"""Asks for one mentee's page of suggestions while few and while many are stored, in turn.
Needs DATABASE_URL, REDIS_URL and SECRET_KEY."""

import os
import time
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
os.environ.setdefault("BELAY_WORKER", "1")  # its statements may take minutes

import django  # noqa: E402  # settings come first

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Profile, User  # noqa: E402
from benchmarks.inside.measure import answer  # noqa: E402
from matching import actions  # noqa: E402
from matching.engine.snapshot import FACTORS  # noqa: E402
from matching.models import LiveRun, Run, Suggestion  # noqa: E402
from mentorship.demo.seed import seed  # noqa: E402
from mentorship.goals.models import Goal  # noqa: E402
from mentorship.programs.models import Enrolment, Program  # noqa: E402

PER_GOAL = 20
AT_ONCE = 5_000


@dataclass(frozen=True)
class Ready:
    """The demo's program after its first run, and how it is measured."""

    program: Program
    run: Run
    goal: Goal
    few: int
    many: int
    tries: int


def read(request: dict[str, Any]) -> Ready:
    """Seed the demo's people and let one run find their suggestions."""
    call_command("migrate", verbosity=0)
    program = seed()
    assert program is not None
    run, _new = actions.start_run(program, None)
    while (shard := run.shards.exclude(state="done").first()) is not None:
        actions.work_on(shard.pk)
    live = LiveRun.objects.select_related("run").get(program=program).run
    goal = Goal.objects.get(pk=Suggestion.objects.filter(run=live).first().goal_id)
    return Ready(program, live, goal, **request)


def work(ready: Ready) -> dict[str, Any]:
    """The least seconds that a page took with few rows, with many, and with few again."""
    client = Client()
    client.force_login(ready.goal.mentee.person)
    taken: dict[str, list[float]] = {"few": [], "many": []}
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        ALLOWED_HOSTS=["*"],
        SECURE_SSL_REDIRECT=False,
        STORAGES=settings.STORAGES | {"staticfiles": plain},  # nothing was collected
    ):
        for name, wanted in (("few", ready.few), ("many", ready.many)) * 2:
            fill(ready, wanted)
            taken[name].append(fastest(client, ready))
    return {name: min(found) for name, found in taken.items()}


def fill(ready: Ready, wanted: int) -> None:
    """Bring the stored suggestions of the run to about a number, with invented goals."""
    Goal.objects.filter(title="Invented to fill the table").delete()
    missing = max(0, wanted - Suggestion.objects.count()) // PER_GOAL
    mentors = list(Enrolment.objects.mentors().values_list("pk", flat=True)[:PER_GOAL])
    mentees = _mentees(ready.program, missing)
    goals = Goal.objects.bulk_create(
        (
            Goal(mentee=one, purpose="skill", title="Invented to fill the table")
            for one in mentees
        ),
        batch_size=AT_ONCE,
    )
    Suggestion.objects.bulk_create(
        (
            Suggestion(
                run=ready.run,
                goal_id=goal.pk,
                mentor_id=mentor,
                position=place,
                score=9000 - place,
                **dict.fromkeys(FACTORS, 0.5),
            )
            for goal in goals
            for place, mentor in enumerate(mentors)
        ),
        batch_size=AT_ONCE,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _mentees(program: Program, count: int) -> list[Enrolment]:
    """Enrolments to hang goals on; made once, since the next filling needs them too."""
    mine = Enrolment.objects.filter(
        program=program, person__email__startswith="filling"
    )
    here = list(mine[:count])
    names = [f"filling{n}@example.org" for n in range(len(here), count)]
    people = User.objects.bulk_create((User(email=name) for name in names), AT_ONCE)
    Profile.objects.bulk_create(
        (Profile(person=one, name="Filling") for one in people), AT_ONCE
    )
    more = (Enrolment(program=program, person=p, role="mentee") for p in people)
    return here + Enrolment.objects.bulk_create(more, AT_ONCE)


def fastest(client: Client, ready: Ready) -> float:
    """The least wall time of a few tries, Postgres included."""
    url = reverse("matching:suggestions", args=[ready.goal.pk])
    return min(_seconds(client, url) for _ in range(ready.tries))


def _seconds(client: Client, url: str) -> float:
    began = time.perf_counter()
    found = client.get(url)
    taken = time.perf_counter() - began
    assert found.status_code == 200, found.status_code
    assert b'class="suggestion"' in found.content
    return taken


if __name__ == "__main__":
    answer(read, work)
