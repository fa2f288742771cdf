"""What every measured process does: read a request, work, say what it took."""

import json
import resource
import sys
import time
from pathlib import Path


def peak_memory():
    """The most memory this process has held, in bytes, what it imports included."""
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would tell of the parent, if that is larger
        lines = status.read_text().splitlines()
        line = next(line for line in lines if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def answer(read, work):
    """Run ``work(read(request))`` and write what it gave, and what it took.

    Only ``work`` is timed. The files' names are the two arguments of the process.
    """
    request, out = (Path(name) for name in sys.argv[1:3])
    ready = read(json.loads(request.read_text()))
    wall, cpu = time.perf_counter(), time.process_time()
    found = work(ready)
    took = {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak": peak_memory(),
    }
    out.write_text(json.dumps({**took, "found": found}))
