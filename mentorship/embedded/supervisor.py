"""Keeps a set of child processes running, and stops them in order."""

import signal
import time
from collections import defaultdict
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

from mentorship.embedded.children import Child
from mentorship.embedded.errors import CannotStart, StopAsked
from mentorship.embedded.services import Services, wait_until_ready

RESTARTS = 5  # within WINDOW; one more and it is down for good
WINDOW = 60.0  # seconds
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """The one foreground process; everything that it starts ends before it does."""

    def __init__(self, services: Services, say: Callable[[str], None]) -> None:
        self.services = services
        self.say = say
        self.others: list[Child] = []
        self.deaths: dict[str, list[float]] = defaultdict(list)
        self.asked_to_stop = False

    @property
    def children(self) -> list[Child]:
        """In the order in which they were started."""
        return [*self.services.children, *self.others]

    def __enter__(self) -> Self:
        self.earlier_handlers = {
            number: signal.signal(number, self._ask_to_stop) for number in STOP_SIGNALS
        }
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for child in reversed(self.others):
            child.stop()
        self.services.stop()
        for number, handler in self.earlier_handlers.items():
            signal.signal(number, handler)

    def start(self, child: Child) -> None:
        """Start one more child and wait until it is ready."""
        self.others.append(child)
        child.start()
        wait_until_ready(child, self.say, self.pause)

    def run(self, step: Child) -> None:
        """Run a child that is meant to end, while the others are kept running."""
        step.start()
        began = told = time.monotonic()
        try:
            while step.is_running():
                self.pause(0.05)
                self.keep_running()
                if time.monotonic() - told > 10:
                    told = time.monotonic()
                    self.say(f"  … {step.name.lower()} ({told - began:.0f} s)")
        finally:
            step.stop()
        if step.exit_code() != 0:
            raise CannotStart(f"{step.name} failed.\n{step.last_lines()}")

    def watch(self) -> None:
        """Keep everything running until somebody asks to stop."""
        while True:
            self.pause(0.25)
            self.keep_running()

    def keep_running(self) -> None:
        """Start again whatever has died, in the order of the first start."""
        for child in self.children:
            if not child.is_running():
                self._revive(child)

    def pause(self, seconds: float) -> None:
        """Wait a little; leaves by StopAsked when somebody wants us to stop."""
        if self.asked_to_stop:
            raise StopAsked
        time.sleep(seconds)

    def _revive(self, child: Child) -> None:
        while True:
            now = time.monotonic()
            recent = [at for at in self.deaths[child.name] if now - at < WINDOW]
            self.deaths[child.name] = [*recent, now]
            if len(recent) >= RESTARTS:
                raise CannotStart(
                    f"{child.name} ended {len(recent) + 1} times within "
                    f"{WINDOW:.0f} seconds. The end of its log, {child.log}:\n"
                    f"{child.last_lines()}"
                )
            self.say(f"{child.name} ended by itself; starting it again.")
            self.pause(0.2 * len(recent))
            try:
                child.start()
                wait_until_ready(child, self.say, self.pause)
            except CannotStart:
                continue  # it counts as one more death
            return

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True
