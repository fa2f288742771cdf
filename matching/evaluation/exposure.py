"""Who gets seen and whose first question finds a free place, in an invented program.

In it a few mentors suit nearly everybody: those further up have seen more topics, and
whoever has seen much of one topic knows more of the others, too. So ordinary lists put
them everywhere. Four ways of choosing are put side by side on the same scores, the last
of them also where only some candidates have written of what they know.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching.engine import measure
from matching.engine.both_sides import score_whole
from matching.engine.choose import Lists, choose
from matching.engine.scored import Scored
from matching.engine.snapshot import PURPOSES, Exclusions, Goals, Mentors, Snapshot
from matching.engine.tables import Float32s, Int64s

SEEDS = (1, 2, 3, 4, 5)
GOALS, MENTORS, PLACES, MOST_PLACES, TOPICS = 600, 200, 530, 4, 12
#: What ``choose`` leaves out; the last is what a run does.
POLICIES = {
    "ordinary": {"feature": False, "limit": False},
    "limits_only": {"feature": False, "limit": True},
    "featured_only": {"feature": True, "limit": False},
    "belay": {"feature": True, "limit": True},
}
#: The relevance from which a candidate has evidence: otherwise everybody has. Which
#: share of the candidates that is, is said in the names.
EVIDENT_FROM = {"belay_three_in_five_wrote": 0.5, "belay_one_in_three_wrote": 0.6}


@dataclass(frozen=True)
class Figures:
    """One way of choosing in one program; shares from 0 to 1."""

    #: Inequality of appearances among the first five, plain and per free place.
    gini: float
    gini_per_place: float
    #: Share of mentors with a free place who are in nobody's first five.
    never_shown: float
    #: If everybody asks whom they see first: how many find a free place, of all, and of
    #: as many as could if somebody who knows everything assigned them.
    first_ask_fit: float
    of_ceiling: float
    #: How often a mentee hears no if all go through their first five from the top.
    rejections: float
    #: How far the first shown is below the best candidate, in mean score.
    given_up: float


def evaluate(seeds: Sequence[int] = SEEDS) -> dict[str, dict[str, dict[str, float]]]:
    """Figures of each policy: the mean over the seeds, and the worst of them."""
    names = (*POLICIES, *EVIDENT_FROM)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for seed in seeds:
        snapshot, relevance = world(seed)
        scored = score_whole(snapshot, relevance)
        for name, figures in figures_by_policy(scored, snapshot, seed).items():
            found[name].append(asdict(figures))
    return {name: _together(rows) for name, rows in found.items()}


def with_evidence_from(scored: Scored, least: float) -> Scored:
    """Who is near enough to a topic has written of it; from 0 on, everybody has."""
    evident = scored.pairs.factors[:, 0] >= least
    return replace(scored, pairs=replace(scored.pairs, evident=evident))


def _together(rows: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    more_is_better = {"first_ask_fit", "of_ceiling"}
    values = {name: [row[name] for row in rows] for name in rows[0]}
    return {
        "mean": {name: float(np.mean(of)) for name, of in values.items()},
        "worst": {
            name: min(of) if name in more_is_better else max(of)
            for name, of in values.items()
        },
    }


def figures_by_policy(
    scored: Scored, snapshot: Snapshot, seed: int
) -> dict[str, Figures]:
    """Choose by each policy among the same candidates, and measure."""
    everybody = with_evidence_from(scored, 0)
    chosen = {
        name: (everybody, choose(everybody, snapshot, **how))
        for name, how in POLICIES.items()
    }
    for name, least in EVIDENT_FROM.items():
        some = with_evidence_from(scored, least)
        chosen[name] = (some, choose(some, snapshot))
    return {
        name: _measure(some, snapshot, lists, seed)
        for name, (some, lists) in chosen.items()
    }


def _measure(scored: Scored, snapshot: Snapshot, lists: Lists, seed: int) -> Figures:
    goals, mentors = snapshot.goals, snapshot.mentors
    exposure = measure.exposure(scored, lists, mentors)
    asks = measure.first_asks(scored, lists, goals, mentors)
    score = scored.pairs.score.astype(np.float64)
    first, best = score[measure.firsts(lists)], score[scored.starts()[:-1]]
    return Figures(
        gini=exposure.gini,
        gini_per_place=exposure.gini_per_place,
        never_shown=exposure.never_shown / len(exposure.mentors),
        first_ask_fit=asks.fit / len(goals),
        of_ceiling=asks.fit / ceiling(scored, snapshot),
        rejections=_rejections(scored, lists, mentors, seed) / len(goals),
        given_up=float(1 - first.mean() / best.mean()),
    )


def ceiling(scored: Scored, snapshot: Snapshot) -> int:
    """How many goals could have a candidate's free place at the same time, exactly.

    By another algorithm (Hopcroft and Karp's) than the one that chooses.
    """
    goals, mentors = snapshot.goals, snapshot.mentors
    goal = scored.goal_rows()
    mentor = measure.mentor_rows(mentors, scored.pairs.mentor)
    places = mentors.places()[goals.format[goal], mentor].astype(np.int64)
    kind = goals.format[goal].astype(np.int64)
    seats = int(mentors.places().max(initial=0))
    seat = (kind * len(mentors) + mentor) * seats
    columns = np.concatenate([seat[places > n] + n for n in range(seats)])
    rows = np.concatenate([goal[places > n] for n in range(seats)])
    shape = (len(goals), 2 * len(mentors) * seats)
    graph = csr_array((np.ones(len(rows), np.bool_), (rows, columns)), shape)
    return int((maximum_bipartite_matching(graph) >= 0).sum())


def _rejections(scored: Scored, lists: Lists, mentors: Mentors, seed: int) -> int:
    """All ask from the top of their first five, one after the other, until one says yes.

    In each round whoever comes first gets the place; the order is by chance.
    """
    rng = np.random.default_rng(seed)
    free = mentors.places().sum(axis=0).astype(np.int64)
    asked = measure.mentor_rows(mentors, scored.pairs.mentor[lists.pair])
    helped = np.zeros(len(scored.outcomes), np.bool_)
    no = 0
    for position in range(5):
        asking = np.flatnonzero((lists.position == position) & ~helped[lists.goal])
        for row in rng.permutation(asking):
            yes = free[asked[row]] > 0
            free[asked[row]] -= yes
            helped[lists.goal[row]] = yes
            no += int(not yes)
    return no


def world(
    seed: int, goals: int = GOALS, mentors: int = MENTORS, places: int = PLACES
) -> tuple[Snapshot, Float32s]:
    """An invented program, of 600 goals, 200 mentors and 530 places, and its relevance."""
    rng = np.random.default_rng(seed)
    level = rng.integers(1, 8, mentors)
    snapshot = Snapshot(
        goals=Goals.of(
            id=1 + np.arange(goals),
            person=1 + np.arange(goals),
            enrolment=1 + np.arange(goals),
            purpose=rng.choice(
                [PURPOSES.index("growth"), PURPOSES.index("skill")], goals
            ),
            level=rng.integers(0, 4, goals),
        ),
        mentors=Mentors.of(
            id=10_001 + np.arange(mentors),
            person=10_001 + np.arange(mentors),
            enrolment=10_001 + np.arange(mentors),
            conversation_places=_places(rng, mentors, places),
            track_level=np.stack([level, *[np.full(mentors, np.nan)] * 2], axis=1),
        ),
        exclusions=Exclusions.of(goal=[], mentor=[], reason=[]),
    )
    return snapshot, _relevance(rng, level, goals)


def _places(rng: np.random.Generator, mentors: int, together: int) -> Int64s:
    """One to four free places each."""
    places = np.ones(mentors, np.int64)
    while places.sum() < together:
        places[rng.choice(np.flatnonzero(places < MOST_PLACES))] += 1
    return places


def _relevance(rng: np.random.Generator, level: Int64s, goals: int) -> Float32s:
    """How near each mentor's experience is to each goal's topic: (goals, mentors)."""
    popular = 1 / (1 + np.arange(TOPICS))
    topic = rng.choice(TOPICS, goals, p=popular / popular.sum())
    main = rng.choice(TOPICS, len(level))
    breadth = 0.12 * level + rng.normal(0, 0.35, len(level))
    knows = rng.normal(0, 0.6, (len(level), TOPICS)) + breadth[:, None]
    knows[np.arange(len(level)), main] += 1.5
    near = knows[:, topic].T + rng.normal(0, 0.5, (goals, len(level)))
    return (1 / (1 + np.exp(-(near - 1.5)))).astype(np.float32)
