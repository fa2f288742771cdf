"""Rows 12 to 14: whether lists are shared out well, relevant, and blind to identity."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from accounts.vocabulary.data import SKILLS_FILE
from benchmarks.children import ROOT, Failed
from benchmarks.table import Skipped
from matching import encoders
from matching.engine.text.vocabulary import Vocabulary
from matching.evaluation.relevance import evaluate

#: Graded goals and mentors; one lies beside the checkout where there is one.
GRADED = Path(
    os.environ.get(
        "BELAY_RELEVANCE_FILE", ROOT.parent / "shared/data/relevance_dev.json"
    )
)
#: Texts full of what people say of themselves, in four languages.
TOLD = ROOT / "benchmarks" / "told.json"


def exposure(long: bool) -> dict[str, float]:
    """How lists of a program with few places are shared out, as evaluation says it."""
    found = _evaluation("exposure", "--json")
    all_wrote, some, few = (
        found[name]["mean"]
        for name in ("belay", "belay_three_in_five_wrote", "belay_one_in_three_wrote")
    )
    return {
        "first_ask": 100 * all_wrote["of_ceiling"],
        "gini": all_wrote["gini"],
        "never": 100 * all_wrote["never_shown"],
        "first_ask some": 100 * some["of_ceiling"],
        "gini some": some["gini"],
        "never some": 100 * some["never_shown"],
        "first_ask few": 100 * few["of_ceiling"],
        "gini few": few["gini"],
        "never few": 100 * few["never_shown"],
    }


def relevance(long: bool) -> dict[str, float]:
    """nDCG@10 of every way of asking that the graded file has."""
    if not GRADED.exists():
        raise Skipped(
            f"there are no graded texts at {GRADED}; say where: BELAY_RELEVANCE_FILE="
        )
    vocabulary = Vocabulary.load(SKILLS_FILE)
    figures = evaluate(GRADED, vocabulary, encoders.get("sentence"))
    asked = {name: figures[name] for name in ("full", "goal", "no_overlap")}
    return {name: one["ndcg10"] for name, one in (asked | figures["languages"]).items()}


def swaps(long: bool) -> dict[str, float]:
    """The largest change that swapping who writes makes to a score: none."""
    found = [
        _evaluation("swaps", str(file), "--json")
        for file in (TOLD, GRADED)
        if file.exists()
    ]
    return {
        "change": max(one["largest_change"] for one in found),
        "texts": sum(swap["texts_changed"] for one in found for swap in one["swaps"]),
        "control": min(one["change_unneutralised"] for one in found),
    }


def _evaluation(*arguments: str) -> dict[str, Any]:
    """What ``python -m matching.evaluation`` prints."""
    ended = subprocess.run(
        [sys.executable, "-m", "matching.evaluation", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    if ended.returncode:
        raise Failed((ended.stderr.strip().splitlines() or ["no message"])[-1])
    return dict(json.loads(ended.stdout))
