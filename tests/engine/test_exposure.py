import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from matching.engine import measure
from matching.engine.both_sides import score_whole
from matching.engine.choose import choose
from matching.evaluation import exposure, stability
from matching.evaluation.__main__ import main
from tests.engine.worlds import random_world

FIGURES = {
    "gini",
    "gini_per_place",
    "never_shown",
    "first_ask_fit",
    "of_ceiling",
    "rejections",
    "given_up",
}


@pytest.fixture(scope="module")
def found():
    return {
        name: figures["mean"] for name, figures in exposure.evaluate(seeds=[1]).items()
    }


def test_the_world_is_as_big_as_it_says():
    snapshot, relevance = exposure.world(3)

    assert (len(snapshot.goals), len(snapshot.mentors)) == (600, 200)
    places = snapshot.mentors.conversation_places
    assert (places.sum(), places.min(), places.max()) == (530, 1, 4)
    assert relevance.shape == (600, 200)


def test_ordinary_lists_flood_a_few_mentors(found):
    ordinary = found["ordinary"]

    assert ordinary["gini"] > 0.55
    assert ordinary["never_shown"] > 0.08
    assert ordinary["first_ask_fit"] < 0.45
    assert ordinary["given_up"] == 0


@pytest.mark.parametrize("policy", ["belay", *exposure.EVIDENT_FROM])
def test_what_a_run_does_is_held_to_three_figures(found, policy):
    belay = found[policy]

    assert belay["of_ceiling"] >= 0.95
    assert belay["gini"] <= 0.30
    assert belay["never_shown"] <= 0.01
    assert belay["given_up"] < 0.07


def test_limits_lower_the_inequality_and_featuring_makes_asks_fit(found):
    ordinary, limits, featured, belay = (found[name] for name in exposure.POLICIES)
    few_wrote = found["belay_one_in_three_wrote"]

    assert few_wrote["gini"] < 0.55 * ordinary["gini"]
    assert limits["gini"] < 0.55 * ordinary["gini"]
    assert featured["first_ask_fit"] > 2 * ordinary["first_ask_fit"]
    assert limits["first_ask_fit"] < featured["first_ask_fit"]
    assert belay["gini"] < featured["gini"]
    assert belay["rejections"] < 0.3 * ordinary["rejections"]


@pytest.mark.parametrize("seed", range(5))
def test_no_way_of_asking_first_beats_the_ceiling(seed):
    world = random_world(30, 8, seed)
    scored = score_whole(world.snapshot, world.relevance)
    goals, mentors = world.snapshot.goals, world.snapshot.mentors

    ceiling = exposure.ceiling(scored, world.snapshot)

    lists = choose(scored, world.snapshot)
    assert measure.first_asks(scored, lists, goals, mentors).fit == ceiling
    ordinary = choose(scored, world.snapshot, feature=False, limit=False)
    assert measure.first_asks(scored, ordinary, goals, mentors).fit <= ceiling


def test_worst_is_the_worst_of_the_seeds():
    figures = exposure._together(
        [{"gini": 0.2, "of_ceiling": 0.9}, {"gini": 0.3, "of_ceiling": 1.0}]
    )

    assert figures["worst"] == {"gini": 0.3, "of_ceiling": 0.9}
    assert np.allclose(list(figures["mean"].values()), [0.25, 0.95])


def test_the_command_prints_one_object_and_always_the_same():
    command = [sys.executable, "-m", "matching.evaluation", "exposure", "--json"]

    one = subprocess.run(
        [*command, "--seeds", "2"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(exposure.__file__).parents[2],
    )

    printed = json.loads(one.stdout)
    assert printed == exposure.evaluate(seeds=[2])
    assert printed.keys() == {*exposure.POLICIES, *exposure.EVIDENT_FROM}
    for policy in printed.values():
        assert policy["mean"].keys() == policy["worst"].keys() == FIGURES


def test_the_command_can_print_a_table(capsys):
    assert main(["exposure", "--seeds", "2"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "mean",
        *exposure.POLICIES,
        *exposure.EVIDENT_FROM,
    ]


@pytest.mark.parametrize(
    "size", [stability.Size(600, 200, 530), stability.Size(300, 300, 600)]
)
def test_one_more_mentor_changes_few_lists(size):
    """Of the second, a mentor for each goal, shares come out even: whoever comes must
    not move everybody's."""
    found = stability.evaluate([1, 2], [size], newcomers=3)[str(size)]

    assert 0 < found["naming_newcomer"] < found["changed"] < 0.15 * size.goals
    assert found["most_changed"] < 0.3 * size.goals
