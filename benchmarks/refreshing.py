"""What a changed goal and a changed mentor cost in the product, in a program with a run:
``python -m benchmarks.refreshing SLUG``, where DATABASE_URL and REDIS_URL say. The first
of each is as in a worker that has just begun."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
os.environ.setdefault("BELAY_WORKER", "1")  # its statements may take minutes

import django  # noqa: E402  # settings come first

django.setup()

from matching import actions  # noqa: E402
from matching.actions.touched import touched_by  # noqa: E402
from matching.models import LiveRun  # noqa: E402
from mentorship.goals.models import Goal  # noqa: E402
from mentorship.programs.models import Enrolment  # noqa: E402

CHANGED = 12


def main(slug: str) -> None:
    live = LiveRun.objects.select_related("run__program").get(program__slug=slug)
    goals = Goal.objects.matchable().filter(mentee__program=live.program_id)
    mentors = Enrolment.objects.mentors().filter(program=live.program_id)
    print(f"{goals.count()} goals, {mentors.count()} mentors")
    ids = list(goals.order_by("pk").values_list("pk", flat=True))
    _tell("goal", [lambda pk=pk: _made_again(pk) for pk in _some(ids)])
    helping = list(mentors.order_by("pk").values_list("pk", flat=True))
    several = [mentors.filter(pk=pk) for pk in _some(helping)]
    _tell("mentor", [lambda one=one: touched_by(live.run, one) for one in several])
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith(("Pss:", "Private_Dirty:", "Shared_Clean:")):
            print(" ".join(line.split()))


def _some(ids: list[int]) -> list[int]:
    return ids[:: max(1, len(ids) // CHANGED)][:CHANGED]


def _made_again(pk: int) -> None:
    actions.ask_refresh(Goal.objects.filter(pk=pk))
    actions.refresh_goal(pk)


def _tell(what: str, acts: list[Callable[[], object]]) -> None:
    """Milliseconds of the first, and the median of the others."""
    wall, cpu = [], []
    for act in acts:
        began, used = time.perf_counter(), time.process_time()
        act()
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - used))
    for name, times in (("by the clock", wall), ("of a processor", cpu)):
        rest = sorted(times[1:])[len(times) // 2 - 1]
        print(f"changed {what}, ms {name}: first {times[0]:.0f}, then {rest:.0f}")


if __name__ == "__main__":
    main(sys.argv[1])
