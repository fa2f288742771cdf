"""Where the programs live that Belay is compared with: each in its own environment.

``make bench`` makes them from requirements/peers*.txt. They cannot share one: two of
them are modules named ``matching``, and mentor-match is measured with two munkres.
"""

import json
import subprocess
from enum import StrEnum
from pathlib import Path

from benchmarks.table import NotMeasured

FOLDER = Path(__file__).parent.parent / "build" / "peers"
_VERSIONS = """
import importlib.metadata as m, json
print(json.dumps({d.name: d.version for d in m.distributions()}))
"""


class Peer(StrEnum):
    """The environments, named as their locks in requirements/."""

    COMMON = "peers"
    MENTOR_MATCH = "peers-munkres-1"
    MENTOR_MATCH_NEWEST_MUNKRES = "peers-munkres-3"


def python_of(peer: Peer) -> Path:
    """The peer's Python.

    Raises
    ------
    NotMeasured
        If its environment could not be made.
    """
    python = FOLDER / peer / "bin" / "python"
    if not FOLDER.joinpath(f"{peer}.stamp").exists() or not python.exists():
        raise NotMeasured(
            f"THE PEER IS MISSING: requirements/{peer}.txt is not installed in "
            f"{FOLDER / peer}. `make bench` installs it; see what it said."
        )
    return python


def versions() -> dict[str, str]:
    """What is installed there, by name, with the environment where names repeat."""
    found: dict[str, str] = {}
    for peer in Peer:
        try:
            python = python_of(peer)
        except NotMeasured:
            continue
        told = subprocess.run(
            [str(python), "-c", _VERSIONS], capture_output=True, text=True, check=True
        )
        for name, version in json.loads(told.stdout).items():
            if name in ("mentor-match", "munkres", "matching", "faiss-cpu"):
                found[name] = " and ".join(sorted({found.get(name, version), version}))
    return found
