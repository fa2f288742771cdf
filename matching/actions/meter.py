"""What a piece of work takes: wall clock, processor and memory, measured inside it."""

import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_STATUS, _REFS = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_FORGET_THE_PEAK = "5"  # see proc(5)


@dataclass(frozen=True)
class Spent:
    """Seconds by the clock and of processors, and the most memory held, in MB."""

    seconds: float
    cpu_seconds: float
    peak_mb: int


class Meter:
    """Measures from its making on. All threads of the process count, so a worker's
    process should do one thing at a time, as Celery's do."""

    def __init__(self) -> None:
        _forget_peak()
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def read(self) -> Spent:
        return Spent(
            seconds=round(time.perf_counter() - self.wall, 3),
            cpu_seconds=round(time.process_time() - self.cpu, 3),
            peak_mb=peak_bytes() >> 20,
        )


def _forget_peak() -> None:
    """Let the peak begin anew; where Linux does not allow that it is the process'."""
    try:
        _REFS.write_text(_FORGET_THE_PEAK)
    except OSError:
        return


def peak_bytes() -> int:
    """The most memory that this process has held at a time."""
    try:
        lines = _STATUS.read_text().splitlines()
        line = next(line for line in lines if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    except (OSError, StopIteration):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
