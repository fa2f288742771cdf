"""What pages quote of mentors is what a picky mentee would believe, judged by hand."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.world import background
from matching.encoders import encode_missing
from matching.engine.factors.relevance import evidence, score
from matching.engine.text.arrays import stack_goals, stack_mentors
from matching.engine.text.passages import GoalText, MentorText, read_goal, read_mentor
from matching.engine.text.quoting import quoted, whole_line
from mentorship.demo.story import Somebody, Wish, read_story

JUDGED = json.loads((Path(__file__).parents[1] / "data" / "quotes.json").read_text())
SHOWN = 20
Quote = tuple[str, str]  # of a goal, by its key


def quotes(goals: dict[str, GoalText], mentors: dict[str, MentorText]) -> list[Quote]:
    """Every quote in the lists of all goals. Nobody mentors themselves: a goal's key
    begins with the key of whoever has it."""
    against = background()
    wanted = [read_goal(goal, against.vocabulary) for goal in goals.values()]
    offered = [read_mentor(mentor, against.vocabulary) for mentor in mentors.values()]
    texts = sorted({text for one in wanted + offered for text in one.texts})
    vectors = encode_missing(against.encoder, texts)
    stacked = stack_goals(wanted, vectors, against)
    theirs = stack_mentors(offered, vectors, against)
    relevant = score(stacked, theirs, against.encoder)
    pairs = [
        (row, int(mentor))
        for row, key in enumerate(goals)
        for mentor in np.argsort(-relevant[row], kind="stable")[:SHOWN]
        if key.split("/")[0] != list(mentors)[mentor]
    ]
    may = quoted(offered, theirs)
    akin = against.vocabulary.akin
    found = evidence(stacked, theirs, pairs, against.encoder, akin, may)
    return [
        (list(goals)[goal], offered[mentor].passages[one.quote].original)
        for (goal, mentor), one in zip(pairs, found, strict=True)
        if one.quote is not None
    ]


def invented(people: str) -> list[Quote]:
    goals = {
        key: GoalText(f"{g['title']}. {g['guidance']}", g["growth"], g["skills"])
        for key, g in JUDGED[people]["goals"].items()
    }
    mentors = {
        key: MentorText(m["headline"], m["skills"], m["topics"], m["stories"])
        for key, m in JUDGED[people]["mentors"].items()
    }
    return quotes(goals, mentors)


def of_the_demo() -> list[Quote]:
    labels = {c.slug: c.label for c in background().vocabulary.concepts}

    def tags(written: list[str]) -> list[str]:
        names = [one.split(": ")[0].removeprefix("=") for one in written]
        return [labels.get(name, name.replace("-", " ")) for name in names]

    def goal(wish: Wish) -> GoalText:
        growth = [g.removeprefix("mentor: ").removeprefix("me: ") for g in wish.growth]
        sentence = f"{wish.title.rstrip('.')}. {wish.guidance.rstrip('.')}"
        return GoalText(sentence, growth, tags(wish.skills))

    def mentor(one: Somebody) -> MentorText:
        topics = [*one.mentor.topics, *one.mentor.best.splitlines()]
        stories = [tale.text for tale in one.stories]
        return MentorText(one.headline, tags(one.skills), topics, stories, one.name)

    people = read_story().people
    return quotes(
        {
            f"{one.key}/{n}": goal(wish)
            for one in people
            for n, wish in enumerate(one.goals)
            if wish.growth and wish.guidance
        },
        {one.key: mentor(one) for one in people if one.mentor},
    )


def verdict(judged: dict[str, Any], quote: Quote, otherwise: str) -> str:
    goal, words = quote
    of_goal = judged.get(goal, {})
    return next((v for v, some in of_goal.items() if words in some), otherwise)


@pytest.mark.parametrize(
    ("people", "goals_with_one"), [("whole_profiles", 10), ("stories_only", 6)]
)
def test_hardly_any_quote_is_far_fetched(people, goals_with_one):
    """And saying nothing is no way out: so many goals have a quote that fits."""
    found = invented(people)

    judged = JUDGED[people]["judged"]
    verdicts = Counter(verdict(judged, quote, "far-fetched") for quote in found)
    assert verdicts["far-fetched"] <= 0.05 * len(found)
    assert verdicts["fits"] >= 0.75 * len(found)
    assert verdicts["fits"] >= goals_with_one


def test_hardly_any_quote_in_the_demo_is_far_fetched():
    """Of those that were judged, which is nearly all; texts of the demo may change."""
    verdicts = Counter(
        verdict(JUDGED["demo"], quote, "not judged") for quote in of_the_demo()
    )

    known = verdicts.total() - verdicts["not judged"]
    assert known >= 45
    assert verdicts["far-fetched"] <= 0.08 * known
    assert verdicts["fits"] >= 0.75 * known


def test_a_topic_is_quoted_by_its_line_unless_the_line_is_a_list():
    lines = ["Stage fright, for people without a stage", ", ".join(["Budgets"] * 20)]

    assert whole_line("for people without a stage", lines) == lines[0]
    assert whole_line("Budgets", lines) == "Budgets"
    assert whole_line("Somewhere else", lines) == "Somewhere else"
