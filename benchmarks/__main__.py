"""``make bench``: measures Belay beside others and prints the table "Held to".

Ratios of processor time inside one run, both sides in turn; BLAS uses one thread. Ends
with 1 if a figure is below its floor. Writes benchmarks/results.json.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.children import ONE_THREAD

os.environ.update(ONE_THREAD)  # before anything imports numpy

from importlib.metadata import version  # noqa: E402

from benchmarks import peers  # noqa: E402
from benchmarks.held_to import TABLE, Measure  # noqa: E402
from benchmarks.table import (  # noqa: E402
    HEAD,
    Figure,
    NotMeasured,
    Row,
    Skipped,
    judge,
    line,
    none_of,
    summary,
)

RESULTS = Path(__file__).with_name("results.json")
OURS = ("numpy", "scipy", "ortools", "django", "psycopg")


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    print(HEAD)
    rows = [
        report(row, figures_of(row, measure, long=asked.long))
        for row, measure in TABLE
        if not asked.only or row.id in asked.only
    ]
    told = {"long": asked.long, "machine": machine(), "versions": versions()}
    RESULTS.write_text(json.dumps({"rows": rows, **told}, indent=1) + "\n")
    below = [row["id"] for row in rows if row["ok"] is False]
    print(f"Rows below a floor: {below}" if below else "Every floor holds.")
    return 1 if below else 0


def figures_of(row: Row, measure: Measure, *, long: bool) -> list[Figure]:
    """Measure a row; whatever goes wrong is a verdict on this row alone."""
    try:
        return judge(row, measure(long), long=long)
    except Skipped as reason:
        return none_of(row, str(reason), None)
    except NotMeasured as reason:
        return none_of(row, str(reason), False)
    except Exception as error:  # so that one broken row does not hide the others
        return none_of(row, f"{type(error).__name__}: {error}", False)


def report(row: Row, figures: list[Figure]) -> dict[str, Any]:
    for figure in figures:
        print(line(row, figure), flush=True)
    return summary(row, figures)


def machine() -> dict[str, Any]:
    """What it was measured on; ratios travel, seconds do not."""
    return {
        "platform": platform.platform(),
        "processors": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def versions() -> dict[str, str]:
    own = {name: version(name) for name in OURS}
    return {"python": platform.python_version(), **own, **peers.versions()}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the big sizes too")
    parser.add_argument(
        "--only", type=int, nargs="+", metavar="ROW", help="these rows only"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
