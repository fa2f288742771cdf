"""Relevance: the definition, purity to the last bit, identity, and what pages quote."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.encoders import GRID_COSINE, encode_missing, get
from matching.engine.factors.relevance import evidence, raw, score
from matching.engine.text.arrays import (
    Background,
    freshness,
    stack_goals,
    stack_mentors,
)
from matching.engine.text.passages import (
    GoalText,
    MentorText,
    read_goal,
    read_mentor,
)
from matching.engine.text.vocabulary import Concept, Vocabulary

WORDS = Vocabulary(
    (
        Concept("beekeeping", "Beekeeping", ("apiculture",), ("hives on my roof",)),
        Concept("sailing", "Sailing", ("yachting",), ("I get seasick on deck",)),
        Concept("tact", "Tact", ("diplomacy",), ("I am too blunt with people",)),
        Concept("sql", "SQL", ("databases",), ("joins confuse me",)),
    )
)
MENTORS = [
    MentorText(
        "Beekeeper",
        ["beekeeping", "patience"],
        ["Wintering hives, selling honey"],
        ["My first swarm flew off on a Sunday.", "I sell honey at four markets."],
    ),
    MentorText("Skipper", ["sailing"], ["Night watches at sea"], ["I fear no storm."]),
    MentorText("Mediator", ["diplomacy"], [], ["I calm quarrels with soft words."]),
    MentorText("Data engineer", ["SQL", "Python"], ["Slow queries"], []),
    MentorText("", [], [], ["I keep bees behind the office."]),
    MentorText(),
    MentorText("Cook"),
]
GOALS = [
    GoalText("I want to keep bees.", ["patience"], ["apiculture"]),
    GoalText("My queries are slow."),
    GoalText("", [], ["sailing", "welding"]),
    GoalText("I offend people without meaning to.", ["tact"], []),
    GoalText("I am afraid of storms and would like to cross an ocean."),
    GoalText(),
]
some_mentors = st.permutations(range(len(MENTORS))).flatmap(
    lambda order: st.integers(1, len(order)).map(lambda n: order[:n])
)
some_goals = st.permutations(range(len(GOALS))).flatmap(
    lambda order: st.integers(1, len(order)).map(lambda n: order[:n])
)


@pytest.fixture(scope="module")
def background():
    return Background.build(WORDS, get())


def arrays_of(goals, mentors, background):
    read_goals = [read_goal(goal, WORDS) for goal in goals]
    read_mentors = [read_mentor(mentor, WORDS) for mentor in mentors]
    texts = [t for reading in read_goals + read_mentors for t in reading.texts]
    vectors = encode_missing(background.encoder, texts)
    return (
        stack_goals(read_goals, vectors, background),
        stack_mentors(read_mentors, vectors, background),
    )


def scores(goals, mentors, background, **options):
    stacked = arrays_of(goals, mentors, background)
    return score(*stacked, background.encoder, **options)


@pytest.fixture(scope="module")
def stacked(background):
    return arrays_of(GOALS, MENTORS, background)


@pytest.fixture(scope="module")
def whole(stacked):
    return score(*stacked, get())


def test_each_goal_finds_its_mentor(whole):
    known = np.nan_to_num(whole, nan=-1)

    assert known[:5].argmax(axis=1).tolist() == [0, 3, 1, 2, 1]


def test_scores_lie_between_nothing_and_one(whole):
    known = whole[~np.isnan(whole)]

    assert whole.dtype == np.float32
    assert ((known > 0) & (known < 1)).all()


def test_without_any_text_relevance_is_unknown(whole):
    assert np.isnan(whole[5]).all()
    assert np.isnan(whole[:, 5]).all()
    assert not np.isnan(np.delete(whole[:5], 5, axis=1)).any()


def cosine(a, b):
    return float(a.astype(np.float64) @ b.astype(np.float64)) * GRID_COSINE


def coverage(part, concept, rows, mentors, thresholds):
    """How far a mentor's listed skills cover one wanted skill, by the definition."""
    best = 0.0
    for row in rows:
        if mentors.skill[row]:
            if concept >= 0 and mentors.concept[row] == concept:
                return 1.0
            near = cosine(part, mentors.passages[row]) - thresholds.close
            best = max(best, min(1, near / (thresholds.covers - thresholds.close)))
    return best


def by_the_definition(goals, mentors, g, m, encoder):
    """The blend of one pair, written out."""
    parts = range(goals.starts[g], goals.starts[g + 1])
    rows = mentors.rows_of(m)
    weight, wanted = goals.weights.toarray()[g], goals.wanted.toarray()[g]
    best = {
        p: max([0.0, *(cosine(goals.parts[p], mentors.passages[r]) for r in rows)])
        for p in parts
    }
    passages = sum(weight[p] * best[p] for p in parts) / max(1, weight.sum())
    covered = [
        coverage(goals.parts[p], goals.concept[p], rows, mentors, encoder.thresholds)
        for p in parts
        if wanted[p]
    ]
    words = float((goals.terms[[g]] @ mentors.terms[[m]].T).toarray()[0, 0])
    return (
        0.60 * cosine(goals.documents[g], mentors.documents[m])
        + 0.40 * passages
        + 0.10 * words / (words + 5)
        + 0.10 * (sum(covered) / len(covered) if covered else 0)
    )


def test_agrees_with_the_definition(stacked):
    goals, mentors = stacked
    expected = [
        [by_the_definition(goals, mentors, g, m, get()) for m in range(len(MENTORS))]
        for g in range(len(GOALS))
    ]

    np.testing.assert_allclose(raw(goals, mentors, get()), expected, atol=1e-3)


@settings(max_examples=10)
@given(some_goals, some_mentors, st.sampled_from([1, 200, 10_000, 1 << 26]))
def test_nobody_else_changes_a_pair_by_one_bit(
    background, whole, goals, mentors, block_bytes
):
    part = scores(
        [GOALS[g] for g in goals],
        [MENTORS[m] for m in mentors],
        background,
        block_bytes=block_bytes,
    )

    np.testing.assert_array_equal(part, whole[np.ix_(goals, mentors)])


def test_nobody_is_scored_for_nobody(background):
    assert scores([], MENTORS, background).shape == (0, len(MENTORS))
    assert scores(GOALS, [], background).shape == (len(GOALS), 0)


SHE = MentorText(
    "Head of nursing",
    ["diplomacy"],
    ["Coming back to work as a mother, night shifts"],
    [
        "When I was 45 years old my husband said: she can do it herself.",
        "Mrs. Weber hired me in 1998, for twenty years Anna was my name on the roster.",
    ],
    name="Anna Weber",
)
HE = MentorText(
    "Head of nursing",
    ["diplomacy"],
    ["Coming back to work as a father, night shifts"],
    [
        "When I was 31 years old my wife said: he can do it himself.",
        "Mr. Okoro hired me in 2017, for three years Ben was my name on the roster.",
    ],
    name="Ben Okoro",
)
ASKED_BY_HER = GoalText(
    "I am a 58-year-old mother and my boss says she was told that I am too blunt.",
    ["tact"],
    name="Anna Weber",
)
ASKED_BY_HIM = GoalText(
    "I am a 24-year-old father and my boss says he was told that I am too blunt.",
    ["tact"],
    name="Ben Okoro",
)


def test_swapping_who_somebody_is_changes_no_score(background):
    mentors = scores(GOALS, [*MENTORS, SHE, HE], background)
    goals = scores([ASKED_BY_HER, ASKED_BY_HIM], [*MENTORS, SHE, HE], background)

    np.testing.assert_array_equal(mentors[:, -1], mentors[:, -2])
    np.testing.assert_array_equal(goals[0], goals[1])


def test_listing_every_skill_does_not_beat_having_one(background):
    crafts = [
        "welding",
        "chess",
        "opera",
        "tax law",
        "pottery",
        "judo",
        "Latin",
        "golf",
    ]
    greedy = MentorText("Adviser", [*crafts, "beekeeping", "sailing", "SQL", "tact"])

    row = scores([GOALS[0]], [MENTORS[0], greedy], background)[0]

    assert row[0] > row[1]


def test_a_misspelt_tag_covers_as_well_as_a_correct_one(background):
    asked = [GoalText("", [], ["beekeping"]), GoalText("", [], ["beekeeping"])]

    row = scores(asked, MENTORS[:1], background)

    assert row[0] == row[1]


def test_an_alias_of_the_same_concept_covers_fully(stacked):
    (found,) = evidence(*stacked, [(0, 0)], get(), WORDS.akin)

    assert [(s.part, s.verdict, s.passage) for s in found.skills] == [(2, "covers", 0)]


def test_missing_skills_are_named_too(stacked):
    (found,) = evidence(*stacked, [(2, 1)], get(), WORDS.akin)

    assert [(s.part, s.verdict, s.passage) for s in found.skills] == [
        (0, "covers", 0),
        (1, "missing", None),
    ]


def test_a_skill_is_close_to_what_is_akin_and_not_to_what_sounds_alike():
    words = Vocabulary(
        (
            Concept("time", "Time management"),
            Concept("first", "First-time management"),
            Concept("focus", "Focus", akin=("time",)),
        )
    )
    against = Background.build(words, get())
    wanted = [read_goal(GoalText("", [], ["Time management"]), words)]
    skills = ["First-time management"], ["Focus"], ["Time management"]
    offered = [read_mentor(MentorText(skills=some), words) for some in skills]
    texts = {text for one in wanted + offered for text in one.texts}
    vectors = encode_missing(get(), sorted(texts))

    found = evidence(
        stack_goals(wanted, vectors, against),
        stack_mentors(offered, vectors, against),
        [(0, 0), (0, 1), (0, 2)],
        get(),
        words.akin,
    )

    verdicts = [(one.skills[0].verdict, one.skills[0].passage) for one in found]
    assert verdicts == [("missing", None), ("close", 0), ("covers", 0)]


def test_the_sentence_that_answers_best_is_quoted_by_its_place_in_the_reading(stacked):
    (found,) = evidence(*stacked, [(0, 4)], get(), WORDS.akin)
    passage = read_mentor(MENTORS[4], WORDS).passages[found.quote]

    assert passage.original == "I keep bees behind the office."


def test_titles_and_skills_are_never_quoted(stacked):
    found = evidence(*stacked, [(0, 6), (4, 1)], get(), WORDS.akin)

    assert found[0].quote is None
    kinds = [p.kind for p in read_mentor(MENTORS[1], WORDS).passages]
    assert kinds[found[1].quote] == "story"


def test_nothing_is_quoted_that_is_far_from_the_goal(stacked):
    (found,) = evidence(*stacked, [(1, 0)], get(), WORDS.akin)

    assert found.quote is None


def test_what_says_too_little_is_never_quoted(stacked):
    """Whatever a page may not quote leaves its place to what it may."""
    goals, mentors = stacked
    may = mentors.quotable.copy()
    (best,) = evidence(goals, mentors, [(0, 0)], get(), WORDS.akin)
    may[mentors.rows_of(0)[best.quote]] = False

    (found,) = evidence(goals, mentors, [(0, 0)], get(), WORDS.akin, may)

    assert best.quote is not None
    assert found.quote != best.quote


def test_who_wrote_nothing_gives_no_evidence(stacked):
    found = evidence(*stacked, [(5, 5), (2, 5)], get(), WORDS.akin)

    assert [f.quote for f in found] == [None, None]
    assert [s.verdict for s in found[1].skills] == ["missing", "missing"]


def test_a_vector_of_unknown_making_is_refused(background):
    reading = read_goal(GoalText("Chess"), WORDS)
    vectors = {
        key: vector / np.float16(3)
        for key, vector in encode_missing(get(), reading.texts).items()
    }

    with pytest.raises(ValueError, match="made by vectors_of"):
        stack_goals([reading], vectors, background)


def scored_with(background, goal, **mentor):
    mentor = MentorText(**mentor)
    goals = [read_goal(goal, background.vocabulary)]
    mentors = [read_mentor(mentor, background.vocabulary)]
    texts = [text for reading in goals + mentors for text in reading.texts]
    vectors = encode_missing(background.encoder, texts)
    return float(
        score(
            stack_goals(goals, vectors, background),
            stack_mentors(mentors, vectors, background),
            background.encoder,
        )[0, 0]
    )


def test_what_was_learned_long_ago_counts_less_and_never_nothing(background):
    ages = [None, 0, 3, 4, 10, 19, 60]

    wish = GoalText(skills=["Sailing"])
    skills = [
        scored_with(background, wish, skills=["Sailing"], skill_ages=[age])
        for age in ages
    ]
    wish = GoalText(sentence="Sail alone in a storm")
    told = ["I sailed alone from one island to the other in a storm."]
    stories = [
        scored_with(background, wish, stories=told, story_ages=[age]) for age in ages
    ]

    for unknown, now, three, four, ten, nineteen, sixty in (skills, stories):
        assert unknown == now == three
        assert three > four > ten > nineteen == sixty
        assert sixty > 0.5 * now


def test_freshness_falls_by_a_sixty_fourth_a_year():
    assert freshness([0, 3, 4, 11, 19, 99]).tolist() == [
        1,
        1,
        63 / 64,
        0.875,
        0.75,
        0.75,
    ]


def test_the_lexical_encoder_scores_by_the_same_code():
    row = scores(GOALS[:1], MENTORS, Background.build(WORDS, get("lexical")))[0]

    assert int(np.nanargmax(row)) == 0
