"""Processes whose time and memory are measured apart from this one's."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.clock import Spent

ROOT = Path(__file__).parent.parent
INSIDE = ROOT / "benchmarks" / "inside"
ONE_THREAD = dict.fromkeys(
    (
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)
MOST_SECONDS = 3600


class Failed(RuntimeError):
    """A measured process ended with an error. ``str(error)`` is its last line."""


def ours(module: str, request: dict[str, Any], **environment: str) -> tuple[Any, Spent]:
    """Run a module of ``benchmarks.inside`` with our own Python."""
    command = [sys.executable, "-m", f"benchmarks.inside.{module}"]
    return _run(command, request, environment)


def theirs(python: Path, script: str, request: dict[str, Any]) -> tuple[Any, Spent]:
    """Run a script with a peer's Python; only the script's folder is on its path, for
    two of the peers are modules named ``matching``, as ours is."""
    return _run([str(python), str(INSIDE / f"{script}.py")], request, {})


def _run(
    command: list[str], request: dict[str, Any], environment: dict[str, str]
) -> tuple[Any, Spent]:
    with tempfile.TemporaryDirectory(prefix="belay-bench-") as folder:
        asked, told = Path(folder, "request.json"), Path(folder, "answer.json")
        asked.write_text(json.dumps(request))
        inherited = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        ended = subprocess.run(
            [*command, str(asked), str(told)],
            cwd=ROOT,
            env=inherited | ONE_THREAD | environment,
            stderr=subprocess.PIPE,
            text=True,
            timeout=MOST_SECONDS,
        )
        if ended.returncode or not told.exists():
            raise Failed((ended.stderr.strip().splitlines() or ["no message"])[-1])
        answer = json.loads(told.read_text())
    return answer["found"], Spent(answer["wall"], answer["cpu"], answer["peak"])
