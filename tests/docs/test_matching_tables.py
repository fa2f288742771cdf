"""The tables and the example of docs/matching.md are what the engine computes."""

import csv
import re
from datetime import date

import numpy as np
import pytest

from matching import encoders
from matching.encoders import GRID_COSINE, encode_missing
from matching.engine import combine
from matching.engine.factors import availability, communication, level, relevance
from matching.engine.filters import RULES
from matching.engine.snapshot import FACTORS, PURPOSES, Goals, Mentors
from matching.engine.text.arrays import Background, stack_goals, stack_mentors
from matching.engine.text.passages import GoalText, MentorText, read_goal, read_mentor
from matching.engine.text.vocabulary import Vocabulary
from tests.docs.reading import ROOT, section, tables

PAGE = "docs/matching.md"
NAN = float("nan")
SPRING = date(2026, 3, 9)  # New York's clocks have changed, Europe's have not
PEOPLE = ROOT / "mentorship/intake/samples/people.csv"
SKILLS = ROOT / "accounts/vocabulary/skills.json"


def numbers(cell):
    """The numbers in a cell, with a real minus sign for a typed one."""
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", cell.replace("−", "-"))]


def row_of(purpose):
    return PURPOSES.index(purpose)


# --- Tables


def test_weights():
    rows = tables(section(PAGE, "## Weights, importance, score"))[0]

    assert {row[0]: [float(cell) for cell in row[1:]] for row in rows} == {
        purpose: [shares[factor] for factor in FACTORS]
        for purpose, shares in combine.DEFAULT_WEIGHTS.items()
    }


def test_hard_rules_with_their_sentences():
    rows = tables(section(PAGE, "## Hard rules"))[0]

    assert [(name, words, private == "yes") for name, words, private in rows] == [
        tuple(rule) for rule in RULES
    ]


def test_level_windows():
    rows = tables(
        section(PAGE, "### Level — is the distance the one that this purpose wants?")
    )[1]

    for purpose, *cells in rows:
        windows = level.WINDOWS[purpose]
        told = [number for cell in cells for number in numbers(cell)]
        if cells[0] == "any":
            assert windows.steps[:2] == windows.years[:2] == (-level.ANY, level.ANY)
        else:
            assert told == [*windows.steps, *windows.years]
    assert [row[0] for row in rows] == list(level.WINDOWS)


def test_axes_of_communication():
    rows = tables(section(PAGE, "### Communication — would talking be easy?"))[1]

    assert {row[0]: (row[2] == "alike", int(row[3])) for row in rows} == {
        axis: tuple(counts) for axis, counts in communication.COUNTS.items()
    }
    assert sum(int(row[3]) for row in rows) == 8


def test_curves_and_thresholds_of_the_encoders():
    curves, thresholds = tables(section(PAGE, "## How relevance is made"))

    for name, filled, *shape in curves:
        curve = encoders.get(name).curves[filled]
        assert [float(cell) for cell in shape] == [curve.middle, curve.width]
    for name, *cosines in thresholds:
        said = encoders.get(name).thresholds
        assert [float(c) for c in cosines] == [said.covers, said.close, said.quote]


def test_the_blend():
    parts = (
        relevance.DOCUMENT,
        relevance.PASSAGES,
        relevance.WORDS,
        relevance.COVERAGE,
    )

    blend = "raw = {:.2f}·document + {:.2f}·passages + {:.2f}·words + {:.2f}·coverage"
    assert blend.format(*parts) in section(PAGE, "## How relevance is made")


# --- The example


def free(**days):
    """A week of masks from hours, such as Tue=(17, 18)."""
    week = [0] * 7
    for day, (begin, end) in days.items():
        number = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day)
        week[number] = sum(1 << slot for slot in range(int(begin * 2), int(end * 2)))
    return [week]


def jonas(**known):
    hours = free(Mon=(18, 20), Tue=(18, 20))
    own = {
        "purpose": [row_of("growth")],
        "minutes_needed": [45.0],
        "hours_known": [True],
        "weeks": availability.utc_weeks(hours, "Europe/Stockholm", SPRING, 4),
        "level": [2.0],
        "field": [0],
    }
    return Goals.of(id=[1], person=[1], enrolment=[1], **own | known)


@pytest.fixture
def marta():
    hours = free(Tue=(17, 19), Thu=(17, 18.5))
    return Mentors.of(
        id=[2],
        person=[2],
        enrolment=[2],
        hours_known=[True],
        weeks=availability.utc_weeks(hours, "Europe/Dublin", SPRING, 4),
        styles=[[-1, NAN, -1, NAN, NAN, 0]],
        track_level=[[6, NAN, NAN]],
        track_field=[[0, -1, -1]],
    )


@pytest.fixture
def example():
    rows = tables(section(PAGE, "## An example"))[0]
    return {row[0]: row for row in rows}


def test_the_examples_factors(marta, example):
    assert availability.availability(jonas(), marta).tolist() == [[1.0]]
    assert level.level(jonas(), marta).tolist() == [[float(example["level"][2])]]
    assert np.isnan(communication.communication(jonas(), marta)).all()
    assert example["communication"][2] == "unknown"


def test_the_examples_way_of_talking(marta):
    gentle = jonas(styles=[[1, NAN, -1, NAN, NAN, 1]])

    value = float(communication.communication(gentle, marta)[0, 0])

    assert f"= {value}" in section(PAGE, "## An example")


def test_the_examples_sum(example):
    values = [example[factor][2] for factor in FACTORS]
    known = [NAN if value == "unknown" else float(value) for value in values]
    weights = combine.goal_weights(
        jonas(), combine.weight_table(combine.DEFAULT_WEIGHTS)
    )

    added = combine.contributions(np.array([known], np.float32), weights)

    assert weights[0].tolist() == [int(example[factor][3]) for factor in FACTORS]
    assert added[0].tolist() == [int(example[factor][4]) for factor in FACTORS]
    assert f"**{added.sum()}**" == example["**score**"][4]


def test_weights_after_somebody_said_what_matters():
    said = jonas(importance=[[1, 2, 0, 1]])

    weights = combine.goal_weights(said, combine.weight_table(combine.DEFAULT_WEIGHTS))

    words = section(PAGE, "## Weights, importance, score")
    assert "become {}, {}, {} and {}".format(*weights[0]) in words


def test_london_and_new_york_around_the_change_of_clocks():
    def minutes(monday):
        london = availability.utc_weeks(free(Tue=(17, 18)), "Europe/London", monday, 4)
        york = free(Tue=(12, 13))
        york = availability.utc_weeks(york, "America/New_York", monday, 4)
        return (availability.shared_slots(london[0], york[0]).sum(axis=1) * 30).tolist()

    assert minutes(date(2026, 2, 2)) == [60, 60, 60, 60]
    assert minutes(SPRING) == [0, 0, 0, 60]
    assert minutes(date(2026, 4, 6)) == [60, 60, 60, 60]


@pytest.mark.long
def test_the_examples_relevance(example):
    """Long, because the whole vocabulary is encoded."""
    with PEOPLE.open(encoding="utf-8") as file:
        people = {row["name"]: row for row in csv.DictReader(file)}
    wish, offer = people["Jonas Lindqvist"], people["Marta Okafor"]
    encoder, vocabulary = encoders.get(), Vocabulary.load(SKILLS)
    goal = GoalText(
        sentence=f"{wish['goal']}. {wish['guidance']}".rstrip("."),
        growth=wish["growth areas"].split("; "),
        skills=wish["wanted skills"].split("; "),
        name=wish["name"],
    )
    mentor = MentorText(
        title=offer["headline"],
        skills=offer["skills"].split("; "),
        topics=[offer["topics"].replace("; ", "\n")],
        stories=[offer["story"]],
        name=offer["name"],
    )
    asks, offers = read_goal(goal, vocabulary), read_mentor(mentor, vocabulary)
    vectors = encode_missing(encoder, [*asks.texts, *offers.texts])
    background = Background.build(vocabulary, encoder)
    goals = stack_goals([asks], vectors, background)
    mentors = stack_mentors([offers], vectors, background)

    value = relevance.score(goals, mentors, encoder)[0, 0]
    document = float((goals.documents @ mentors.documents.T)[0, 0]) * GRID_COSINE

    assert f"{value:.6f}" == example["relevance"][2]
    assert f"document {document:.3f}" in example["relevance"][1]
    assert (
        f"raw {relevance.raw(goals, mentors, encoder)[0, 0]:.3f}"
        in example["relevance"][1]
    )
