"""Reads the live lists of random goals until told to stop, and looks for a mix.

Prints "ready" once warm; after a line on its standard input the number of reads, of
reads that saw two runs or a gap in a list, and the longest read in seconds.
"""

import os
import select
import sys
import time
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

import django  # noqa: E402  # settings come first

django.setup()

from matching.models import Suggestion  # noqa: E402

GOALS_AT_ONCE = 3
PAUSE = 0.002  # leaves the processor to who publishes


def is_mixed(goals: list[int]) -> bool:
    """Whether one read of a few lists shows more than one run, or half a list."""
    rows = list(
        Suggestion.objects.live()
        .filter(goal__in=goals)
        .values_list("run_id", "goal_id", "position")
    )
    places: dict[int, list[int]] = {}
    for _, goal, position in rows:
        places.setdefault(goal, []).append(position)
    whole = all(sorted(own) == list(range(len(own))) for own in places.values())
    return len({run for run, _, _ in rows}) > 1 or not whole


def main() -> None:
    first, last = int(sys.argv[1]), int(sys.argv[2])
    draw = Random(1)
    reads = mixed = 0
    longest = 0.0
    for warm in range(-50, sys.maxsize):
        if warm == 0:
            print("ready", flush=True)
        if warm >= 0 and select.select([sys.stdin], [], [], PAUSE)[0]:
            break
        goals = [draw.randint(first, last) for _ in range(GOALS_AT_ONCE)]
        began = time.perf_counter()
        seen = is_mixed(goals)
        if warm >= 0:
            longest = max(longest, time.perf_counter() - began)
            reads, mixed = reads + 1, mixed + seen
    print(reads, mixed, longest)


if __name__ == "__main__":
    main()
