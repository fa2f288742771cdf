"""Time of one thread of work, and fair turns for two that are compared.

Processor seconds are what ratios are made of: others may use the machine meanwhile.
Wall seconds stand beside them.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the wall clock, seconds of the processor, peak memory in bytes."""

    wall: float
    cpu: float
    peak: float = 0.0


def spent(act: Callable[[], Any]) -> Spent:
    """What one call takes of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def in_turn(rounds: int, *acts: Callable[[], Spent]) -> list[Spent]:
    """The least that each took: first, second, first, second … so that a busy minute
    of the machine meets all of them."""
    each = [[act() for act in acts] for _ in range(rounds)]
    return [_least(tries) for tries in zip(*each, strict=True)]


def best_of(rounds: int, act: Callable[[], Any]) -> Spent:
    """The least that a call took of this process in a few tries."""
    return in_turn(rounds, lambda: spent(act))[0]


def _least(tries: tuple[Spent, ...]) -> Spent:
    return Spent(
        *(min(getattr(one, name) for one in tries) for name in Spent.__slots__)
    )
