"""One small program, worked out by hand: who is suggested to Mina, and why."""

from datetime import date

import numpy as np
import pytest

from matching.engine import measure
from matching.engine.choose import choose
from matching.engine.factors.availability import utc_weeks
from matching.engine.filters import NUMBER, names_in
from matching.engine.score import score_goals
from matching.engine.snapshot import (
    AXES,
    FACTORS,
    FORMATS,
    IMPORTANT,
    NICE,
    PURPOSES,
    Concepts,
    Goals,
    Mentors,
    Snapshot,
)
from tests.engine.worlds import NAN, added_up, excluded

HANNA, CHIEF, TUNDE, PAUL, FAY, OMAR = range(6)
IDS = [11, 12, 13, 14, 15, 16]
BERLIN, MONDAY = "Europe/Berlin", date(2027, 6, 7)
GERMAN, ENGLISH = 1, 2
FINANCE, OPERATIONS = 0, 1
SPREADSHEETS, NEWS = 0, 1
STUDIED_LATE, MOVED, PARENT = 1, 2, 4


def evenings(*weekdays, hours=2):
    """Free from 17:00 on some weekdays in Berlin, for two coming weeks."""
    masks = [((1 << 2 * hours) - 1) << 34 if day in weekdays else 0 for day in range(7)]
    return utc_weeks(masks, BERLIN, MONDAY, 2)


def of_two(goals, mentors, *pairs):
    """The program; news are a quarter as good as spreadsheets."""
    concepts = Concepts.of(likeness=[[1, 0.25], [0.25, 1]])
    return Snapshot(goals, mentors, excluded(*pairs), concepts)


NO_HOURS = evenings()


def style(**answers):
    return [answers.get(axis, NAN) for axis in AXES]


def only(factor):
    return [name == factor for name in FACTORS]


@pytest.fixture
def goals():
    """Mina wants to grow, with an hour every two weeks for half a year, and to be told
    things gently. She knows spreadsheets. Her second goal is one conversation about a
    new technology."""
    return Goals.of(
        id=[1, 2],
        person=[70, 70],
        enrolment=[700, 700],
        purpose=[PURPOSES.index("growth"), PURPOSES.index("technology")],
        format=[FORMATS.index("ongoing"), FORMATS.index("conversation")],
        minutes_needed=[60, 30],
        meetings_per_month=[2, 1],
        months=[6, NAN],
        hours_known=[True, True],
        weeks=[evenings(1, 3, hours=1)] * 2,
        styles=[style(direct_gentle=2)] * 2,
        level=[2, 2],
        years=[4, 4],
        field=[OPERATIONS, OPERATIONS],
        brings=[[SPREADSHEETS] + [-1] * 7] * 2,
        tags=[[STUDIED_LATE | MOVED | PARENT]] * 2,
        languages=[GERMAN | ENGLISH] * 2,
    )


@pytest.fixture
def mentors():
    """Hanna is two steps ahead, the chief five; Tunde is a peer who told little. Paul is
    pausing, Fay has no place for anybody ongoing, and Omar and Mina keep apart.

    Hanna hopes to learn spreadsheets, has much in common with Mina, is known to keep her
    word and to listen. The chief hopes for something else, has one thing in common and
    an hour a month."""
    silent = [-1] * 4
    return Mentors.of(
        id=IDS,
        person=[71, 72, 73, 74, 75, 76],
        enrolment=IDS,
        paused=[False, False, False, True, False, False],
        conversation_places=[1, 1, 1, 1, 2, 1],
        ongoing_places=[1, 1, 1, 1, 0, 1],
        hours_known=[True, True, False, True, True, True],
        weeks=[
            evenings(1, hours=1),
            evenings(0, 1, 2),
            NO_HOURS,
            evenings(1),
            evenings(3),
            evenings(1),
        ],
        styles=[
            style(),
            style(direct_gentle=-2, writes_speaks=1),
            style(direct_gentle=2),
            style(),
            style(direct_gentle=1),
            style(),
        ],
        track_field=[
            [FINANCE, OPERATIONS, -1],
            [OPERATIONS, -1, -1],
            [OPERATIONS, -1, -1],
            [-1, -1, -1],
            [OPERATIONS, -1, -1],
            [-1, -1, -1],
        ],
        track_level=[
            [0, 4, NAN],
            [7, NAN, NAN],
            [2, NAN, NAN],
            [NAN] * 3,
            [3, NAN, NAN],
            [NAN] * 3,
        ],
        track_years=[
            [1, 9, NAN],
            [30, NAN, NAN],
            [4, NAN, NAN],
            [NAN] * 3,
            [NAN] * 3,
            [NAN] * 3,
        ],
        languages=[GERMAN, ENGLISH, 0, GERMAN, ENGLISH, GERMAN],
        hopes=[[SPREADSHEETS, -1, -1, -1], [NEWS, -1, -1, -1], *[silent] * 4],
        hears_declared=[1, *[NAN] * 5],
        tags=[[STUDIED_LATE | MOVED | PARENT], [MOVED], *[[0]] * 4],
        hours_per_month=[2, 1, *[NAN] * 4],
        months=[6, *[NAN] * 5],
        asked=[10, *[0] * 5],
        answered=[10, *[0] * 5],
        meetings=[5, *[0] * 5],
        kept=[5, *[0] * 5],
        listening=[0.9, *[NAN] * 5],
    )


RELEVANCE = np.array(
    [[0.8, 0.95, 0.5, 0.9, 0.9, 1.0], [0.2, 0.1, 0.9, 0.9, 0.6, 1.0]], np.float32
)


@pytest.fixture
def program(goals, mentors):
    pairs = [(goal, OMAR, "block") for goal in (0, 1)]
    return of_two(goals, mentors, *pairs)


@pytest.fixture
def scored(program):
    return score_goals(program, RELEVANCE)


def of(scored, goal):
    start, stop = scored.starts()[goal : goal + 2]
    return slice(start, stop)


def test_mina_is_suggested_hanna_then_the_chief_then_tunde(scored):
    assert scored.pairs.mentor[of(scored, 0)].tolist() == [
        IDS[HANNA],
        IDS[CHIEF],
        IDS[TUNDE],
    ]


def test_the_reasons_are_those_that_are_true(scored):
    factors = scored.pairs.factors[of(scored, 0)]

    hanna, chief, tunde = np.round(factors.astype(float), 4).tolist()
    assert hanna[:2] == [0.8, 1]  # an hour on Tuesdays
    assert np.isnan(hanna[2])  # they answered no common axis
    assert hanna[3] == 1  # two steps ahead in operations
    assert hanna[4:7] == [1, 1, 1]  # spreadsheets; three things in common; her word
    assert np.isnan(hanna[7:9]).all()
    assert hanna[9] == 0.9  # mentees felt heard
    # Direct where gentle is wished for; far ahead; news; one thing in common of three;
    # half the hours, and nobody knows yet how the chief answers and keeps.
    assert chief[:7] == [0.95, 1, 0.125, 0, 0.25, 0.3333, 0.7]
    assert tunde[0] == 0.5
    assert np.isnan(tunde[1])
    assert tunde[2:4] == [0.625, 0.5]  # gentle too, five axes open; a peer
    assert np.isnan(tunde[4:]).all()


def test_the_contributions_add_up_to_the_scores(scored):
    here = of(scored, 0)

    assert scored.outcomes.weights[0].tolist() == [
        *(3400, 1500, 1000, 2000, 500, 600, 400, 200, 200, 200)
    ]
    assert added_up(scored)[here].tolist() == [
        [2720, 1500, 500, 2000, 500, 600, 400, 100, 100, 180],
        [3230, 1500, 125, 0, 125, 200, 280, 100, 100, 100],
        [1700, 750, 625, 1000, 250, 300, 200, 100, 100, 100],
    ]
    assert scored.pairs.score[here].tolist() == [8600, 5760, 5125]


def test_those_who_are_missing_are_missing_for_one_reason_each(scored):
    outcomes = scored.outcomes
    alone = outcomes.removed_alone[0]

    assert outcomes.compared[0] == 6
    assert outcomes.candidates[0] == 3
    assert alone[NUMBER["not_accepting"]] == 1  # Paul
    assert alone[NUMBER["no_place"]] == 1  # Fay
    assert alone[NUMBER["block"]] == 1  # Omar
    assert alone.sum() == outcomes.removed[0].sum() == 3


def test_for_one_conversation_fay_has_a_place_and_the_peer_wins(scored):
    here = of(scored, 1)

    assert scored.pairs.mentor[here].tolist() == [
        IDS[TUNDE],
        IDS[FAY],
        IDS[HANNA],
        IDS[CHIEF],
    ]
    assert scored.outcomes.weights[1, FACTORS.index("level")] == 0


def test_saying_that_level_matters_more_changes_weights_and_nothing_else(
    goals, mentors, scored
):
    goals.importance[0, FACTORS.index("level")] = IMPORTANT
    again = score_goals(of_two(goals, mentors), RELEVANCE)

    assert again.outcomes.weights[0].tolist() == [
        *(2833, 1250, 833, 3333, 417, 500, 333, 167, 167, 167)
    ]
    assert again.outcomes.weights[1].tolist() == scored.outcomes.weights[1].tolist()
    first = of(again, 0)
    listed = again.pairs.mentor[first].tolist()
    assert listed[0] == IDS[HANNA]
    assert goals.importance[1].tolist() == [NICE] * len(FACTORS)


def test_a_deal_breaker_on_talking_removes_the_chief_and_keeps_the_unknown(
    goals, mentors
):
    goals.deal_breaker[0] = only("communication")

    scored = score_goals(of_two(goals, mentors), RELEVANCE)

    listed = dict(
        zip(
            scored.pairs.mentor[of(scored, 0)].tolist(),
            map(names_in, scored.pairs.noted[of(scored, 0)]),
            strict=True,
        )
    )
    assert listed == {
        IDS[HANNA]: ["deal_breaker_communication"],
        IDS[TUNDE]: [],
        IDS[OMAR]: ["deal_breaker_communication"],
    }
    assert scored.outcomes.removed_alone[0, NUMBER["deal_breaker_communication"]] == 1


def test_hiding_the_unknown_leaves_only_tunde(goals, mentors):
    goals.deal_breaker[0] = goals.hide_unknown[0] = only("communication")

    scored = score_goals(of_two(goals, mentors), RELEVANCE)

    assert scored.pairs.mentor[of(scored, 0)].tolist() == [IDS[TUNDE]]
    assert scored.pairs.noted[of(scored, 0)].tolist() == [0]


def test_speaking_no_common_language_keeps_two_apart(goals, mentors):
    goals.languages[:] = ENGLISH

    scored = score_goals(of_two(goals, mentors), RELEVANCE)

    assert IDS[HANNA] not in scored.pairs.mentor
    assert IDS[TUNDE] in scored.pairs.mentor  # who did not say what they speak
    assert scored.outcomes.removed[0, NUMBER["no_language"]] == 3


def test_the_report_of_the_program(program, scored):
    lists = choose(scored, program, feature=False, limit=False)

    assert measure.coverage(scored) == measure.Coverage(2, 0, 0, 2)
    assert measure.why_nobody(scored) == []
    assert measure.first_asks(
        scored, lists, program.goals, program.mentors
    ) == measure.FirstAsks(asks=2, fit=2, share=1)
    exposure = measure.exposure(scored, lists, program.mentors)
    assert exposure.mentors.tolist() == [HANNA, CHIEF, TUNDE, FAY, OMAR]
    assert exposure.times.tolist() == [2, 2, 2, 1, 0]
    assert exposure.per_place.tolist() == [1, 1, 1, 0.5, 0]
    assert exposure.never_shown == 1
    assert exposure.top_tenth_share == 2 / 7
    assert measure.unknown_shares(scored) == {
        "relevance": 0,
        "availability": 2 / 7,
        "communication": 2 / 7,
        "level": 0,
        "reciprocity": 3 / 7,
        "context": 3 / 7,
        "commitment": 3 / 7,
        "inspiration": 1,
        "connection": 1,
        "listening": 5 / 7,
    }
    worst = measure.worst_pairs(scored, lists, most=1)
    assert scored.pairs.mentor[worst[0].pair] in (IDS[HANNA], IDS[TUNDE])
