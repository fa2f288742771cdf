"""``python -m matching.evaluation relevance FILE --json``: measure, print, leave.

``python -m matching.evaluation swaps FILE --json`` lets two people tell the same texts
and gives the largest change of a score, which has to be 0.

``python -m matching.evaluation exposure --json`` puts ways of choosing lists side by side
in an invented program, and ``stability --json`` counts whose list changes when one more
mentor comes.

``python -m matching.evaluation directions`` learns the damped directions anew; to be
run after the vocabulary has changed much. All stored vectors are then encoded again.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from accounts.vocabulary.data import SKILLS_FILE
from matching.encoders import UnknownEncoder, get
from matching.encoders.sentence import DIRECTIONS_FILE
from matching.engine.text.vocabulary import Vocabulary
from matching.evaluation import exposure, stability, swaps
from matching.evaluation.directions import directions_of
from matching.evaluation.relevance import BadFile, evaluate


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give the exit code: 0, or 2 for what cannot be used."""
    asked = _parser().parse_args(arguments)
    try:
        print(asked.command(asked))
    except (BadFile, UnknownEncoder) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _relevance(asked: argparse.Namespace) -> str:
    vocabulary = _vocabulary(asked.vocabulary)
    figures = evaluate(asked.file, vocabulary, get(asked.encoder))
    return json.dumps(figures) if asked.json else _table(figures)


def _swaps(asked: argparse.Namespace) -> str:
    vocabulary = _vocabulary(asked.vocabulary)
    figures = swaps.evaluate(asked.file, vocabulary, get(asked.encoder))
    return json.dumps(figures) if asked.json else swaps.table(figures)


def _exposure(asked: argparse.Namespace) -> str:
    figures = exposure.evaluate(asked.seeds)
    return json.dumps(figures) if asked.json else _beside(figures)


def _stability(asked: argparse.Namespace) -> str:
    figures = stability.evaluate(asked.seeds)
    return json.dumps(figures) if asked.json else _sizes(figures)


def _directions(asked: argparse.Namespace) -> str:
    learnt = directions_of(_vocabulary(asked.vocabulary))
    try:
        np.save(asked.out, learnt)
    except OSError as error:
        raise BadFile(f"{asked.out} cannot be written: {error.strerror}.") from error
    return f"{len(learnt)} directions written to {asked.out}."


def _vocabulary(path: Path) -> Vocabulary:
    try:
        return Vocabulary.load(path)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, LookupError, TypeError) as error:
        raise BadFile(
            f"{path} is no vocabulary (docs/vocabulary.md): {error}"
        ) from error


def _seed(told: str) -> int:
    """What ``argparse`` turns a word into; its error becomes a sentence there."""
    if not told.isdecimal():
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0, not {told}")
    return int(told)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m matching.evaluation",
        description="Measure the matching on graded examples.",
    )
    commands = parser.add_subparsers(required=True)
    relevance = commands.add_parser(
        "relevance", help="mentors and goals with grades from 0 to 3"
    )
    relevance.set_defaults(command=_relevance)
    swapped = commands.add_parser(
        "swaps", help="whether it changes a score who writes: file as for relevance"
    )
    swapped.set_defaults(command=_swaps)
    for command in (relevance, swapped):
        command.add_argument("file", type=Path)
        command.add_argument(
            "--json", action="store_true", help="print one JSON object"
        )
        command.add_argument(
            "--encoder", default="sentence", help="sentence or lexical"
        )
    lists = commands.add_parser(
        "exposure", help="who is seen, and whose first question finds a free place"
    )
    lists.set_defaults(command=_exposure)
    newcomers = commands.add_parser(
        "stability", help="whose list changes when one more mentor comes"
    )
    newcomers.set_defaults(command=_stability)
    for command in (lists, newcomers):
        command.add_argument(
            "--json", action="store_true", help="print one JSON object"
        )
        command.add_argument("--seeds", type=_seed, nargs="+", default=exposure.SEEDS)
    learn = commands.add_parser(
        "directions", help="learn from the vocabulary what the encoder damps"
    )
    learn.add_argument("--out", type=Path, default=DIRECTIONS_FILE)
    learn.set_defaults(command=_directions)
    for command in (relevance, swapped, learn):
        command.add_argument("--vocabulary", type=Path, default=SKILLS_FILE)
    return parser


def _table(figures: dict[str, Any]) -> str:
    named = {name: figures[name] for name in ("full", "goal", "no_overlap")}
    rows = [f"{'':12}" + "".join(f"{n:>10}" for n in ("ndcg10", "recall10", "top1"))]
    for name, row in {**named, **figures["languages"]}.items():
        rows.append(f"{name:12}" + "".join(f"{value:10.3f}" for value in row.values()))
    return "\n".join(rows)


def _beside(figures: dict[str, Any]) -> str:
    names = list(figures["belay"]["mean"])
    rows = [f"{'mean':26}" + "".join(f"{name:>16}" for name in names)]
    for policy, found in figures.items():
        values = [found["mean"][name] for name in names]
        rows.append(f"{policy:26}" + "".join(f"{value:16.3f}" for value in values))
    return "\n".join(rows)


def _sizes(figures: dict[str, dict[str, float]]) -> str:
    names = list(next(iter(figures.values())))
    rows = [f"{'goals whose first five …':40}" + "".join(f"{n:>18}" for n in names)]
    for size, found in figures.items():
        rows.append(f"{size:40}" + "".join(f"{found[name]:18.1f}" for name in names))
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
