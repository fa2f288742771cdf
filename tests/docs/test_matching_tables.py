"""The tables and the example of docs/matching.md are what the engine computes."""

import csv
import re
from dataclasses import astuple
from datetime import date

import numpy as np
import pytest

from matching import encoders
from matching.encoders import GRID_COSINE, encode_missing
from matching.engine import combine, factors
from matching.engine.factors import (
    availability,
    commitment,
    communication,
    context,
    level,
    ratings,
    relevance,
)
from matching.engine.filters import RULES
from matching.engine.snapshot import (
    BRINGS,
    FACTORS,
    FORMATS,
    PURPOSES,
    Concepts,
    Exclusions,
    Goals,
    Mentors,
    Snapshot,
)
from matching.engine.text.arrays import Background, stack_goals, stack_mentors
from matching.engine.text.passages import (
    GoalText,
    MentorText,
    read_goal,
    read_hopes,
    read_mentor,
)
from matching.engine.text.vocabulary import Vocabulary
from matching.loading.meaning import hoped_concepts
from tests.docs.reading import ROOT, in_code, section, tables

PAGE = "docs/matching.md"
NAN = float("nan")
NURSING, STOCKHOLM, SWEDISH_ENGLISH, DUBLIN, ENGLISH_PORTUGUESE = 1, 2, 4, 8, 16
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
    rows = tables(section(PAGE, LEVEL))[1]

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
        assert [float(c) for c in cosines] == list(astuple(said))


def test_the_blend():
    parts = (
        relevance.DOCUMENT,
        relevance.PASSAGES,
        relevance.WORDS,
        relevance.COVERAGE,
    )

    blend = "raw = {:.2f}·document + {:.2f}·passages + {:.2f}·words + {:.2f}·coverage"
    assert blend.format(*parts) in section(PAGE, "## How relevance is made")


# --- The examples of single factors

RECIPROCITY = "### Reciprocity — do both sides gain?"
CONTEXT = "### Context — is there something to talk about, and enough distance?"
COMMITMENT = "### Commitment — can the mentor give what this goal takes, and do they keep their word?"
RATED = (
    "### Inspiration, connection, listening — what do people say who talked with them?"
)
LEVEL = "### Level — is the distance the one that this purpose wants?"


def value(factor, goal, mentor, **tables):
    """The factor of one goal with one mentor, their columns given as single values."""
    mine = {"id": 1, "person": 1, "enrolment": 1, "purpose": row_of("skill")} | goal
    theirs = {"id": 2, "person": 2, "enrolment": 2} | mentor
    whole = Snapshot(
        Goals.of(**{name: [told] for name, told in mine.items()}),
        Mentors.of(**{name: [told] for name, told in theirs.items()}),
        Exclusions.of(goal=[], mentor=[], reason=[]),
        **tables,
    )
    return round(factors.rows(factor, whole)(slice(None)).item(), 4)


def test_every_factor_has_a_section_with_its_source_and_its_weaknesses():
    sections = section(PAGE, "## The factors").split("\n### ")[1:]
    told = {words.partition(" — ")[0].lower(): words for words in sections}

    assert [name for names in told for name in names.split(", ")] == list(FACTORS)
    for words in told.values():
        rows = dict(tables(words)[0])
        assert [*rows] == ["from", "value", "unknown", "what can go wrong", "code"]
        (path,) = in_code(rows["code"])
        assert (ROOT / path).exists()
        assert re.search(r"\(R\d+", rows["code"])


def test_the_example_of_reciprocity():
    spreadsheets, data, news = range(3)
    concepts = Concepts.of(likeness=[[1, 0.75, 0], [0.75, 1, 0.25], [0, 0.25, 1]])
    brings = {"brings": [data, *[-1] * 7]}
    hopes = {"hopes": [spreadsheets, news, -1, -1]}
    declared = hopes | {"hears_declared": 1}

    found = [
        value("reciprocity", brings, mentor, concepts=concepts)
        for mentor in (hopes, declared, declared | {"hears_rated": 0.25})
    ]

    words = section(PAGE, RECIPROCITY)
    assert found == [0.5, 0.75, 0.375]
    assert "exchange is (0.75 + 0.25) ÷ 2 = 0.5." in words
    assert "reciprocity is (0.5 + 1) ÷ 2 = 0.75" in words
    assert "it is (0.5 + 0.25) ÷ 2 = 0.375" in words


def test_the_example_of_context():
    here, there = {"organisation": 1, "tags": [0b1011]}, 2
    at_work = here | {"purpose": row_of("workplace")}
    two = {"tags": [0b0011]}

    plain = value("context", here, two)
    outside = value("context", at_work, two | {"organisation": there})
    inside = value("context", at_work, two | {"organisation": 1})

    words = section(PAGE, CONTEXT)
    assert f"have 2 ÷ {context.ENOUGH} = {plain} of enough" in words
    assert f"= {outside} in different organisations" in words
    assert f"= {inside} in the same one" in words
    assert value("context", {"tags": [15]}, {"tags": [15]}) == 1


def test_the_example_of_commitment():
    goal = {"minutes_needed": 60, "meetings_per_month": 4, "months": 6}
    goal |= {"format": FORMATS.index("ongoing")}
    declared = {"hours_per_month": 2, "months": 6, "asked": 1, "answered": 1}

    found = value("commitment", goal, declared)
    one, none = commitment.rate(np.array([1, 0]), np.array([1, 1])).round(4).tolist()

    words = section(PAGE, COMMITMENT)
    assert f"(1 + 4 · 0.8) ÷ 5 = {one}, none of one {none}." in words
    assert f"(0.5 + 1 + 0.84 + 0.8) ÷ 4 = {found}." in words
    assert f"usual rate, {commitment.USUAL_RATE}:" in words
    assert f"less than {commitment.ENOUGH} experiences" in words
    assert f"{commitment.ASSUMED} experiences at {commitment.USUAL_RATE}" in words
    assert (
        f"0.8 to {commitment.usual_rate(np.array([0, 0]), np.array([1, 0]))}" in words
    )


def test_the_example_of_ratings():
    mean = sum((1, 0.75, 0.5)) / 3

    assert f"Ratings of 1, 0.75 and 0.5 make {mean}" in section(PAGE, RATED)
    for factor in ratings.RATED:
        assert value(factor, {}, {factor: mean}) == mean


def test_the_example_of_level():
    goal = {"purpose": row_of("growth"), "level": 2}

    found = [
        value("level", goal, {"track_level": [step, NAN, NAN]}) for step in range(2, 8)
    ]

    assert found == [0.5, 1, 1, 1, 0.5, 0]
    assert (
        "at level 2, a peer, is worth 0.5, at levels 3 to 5 it is 1, at 6 it is 0.5 "
        "and at 7, the very top, 0."
    ) in section(PAGE, LEVEL)


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
        "format": [FORMATS.index("ongoing")],
        "meetings_per_month": [2],
        "tags": [[NURSING | STOCKHOLM | SWEDISH_ENGLISH]],
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
        tags=[[NURSING | DUBLIN | ENGLISH_PORTUGUESE]],
    )


def together(mentor):
    return Snapshot(jonas(), mentor, Exclusions.of(goal=[], mentor=[], reason=[]))


@pytest.fixture
def example():
    rows = tables(section(PAGE, "## An example"))[0]
    return {row[0]: row for row in rows}


def test_the_examples_factors(marta, example):
    assert availability.availability(jonas(), marta).tolist() == [[1.0]]
    assert level.level(jonas(), marta).tolist() == [[float(example["level"][2])]]
    in_common = context.rows(jonas(), marta)(slice(None)).item()
    assert f"{in_common:.6f}" == example["context"][2]
    for factor in ("commitment", *ratings.RATED):
        assert np.isnan(factors.rows(factor, together(marta))(slice(None))).all()
        assert example[factor][2] == "unknown"
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
    said = jonas(importance=[[1, 2, 0, *[1] * 7]])

    weights = combine.goal_weights(said, combine.weight_table(combine.DEFAULT_WEIGHTS))

    words = section(PAGE, "## Weights, importance, score")
    *most, last = weights[0].tolist()
    assert f"become {', '.join(map(str, most))} and {last}." in words


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
    document = float((goals.documents @ mentors.documents[:].T)[0, 0]) * GRID_COSINE

    assert f"{value:.6f}" == example["relevance"][2]
    assert f"document {document:.3f}" in example["relevance"][1]
    assert (
        f"raw {relevance.raw(goals, mentors, encoder)[0, 0]:.3f}"
        in example["relevance"][1]
    )


@pytest.mark.long
def test_the_examples_reciprocity(example):
    """Long, because the whole vocabulary is encoded."""
    with PEOPLE.open(encoding="utf-8") as file:
        people = {row["name"]: row for row in csv.DictReader(file)}
    encoder, vocabulary = encoders.get(), Vocabulary.load(SKILLS)
    background = Background.build(vocabulary, encoder)
    hopes = read_hopes(people["Marta Okafor"]["hopes"], "Marta Okafor")
    knows = people["Jonas Lindqvist"]["skills"].split("; ")
    brings = [number for word in knows if (number := vocabulary.number_of(word))]
    hoped = hoped_concepts([hopes], background, encode_missing(encoder, hopes))

    found = value(
        "reciprocity",
        {"brings": brings + [-1] * (BRINGS - len(brings))},
        {"hopes": hoped[0]},
        concepts=Concepts.of(likeness=background.space.near_each_other()),
    )

    assert found == round(float(example["reciprocity"][2]), 4)
