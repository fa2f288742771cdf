"""What a goal seems to be about: concepts and everyday phrases for its mentee to pick."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from accounts.models import Skill
from accounts.vocabulary.data import Concept, concepts, name_key
from accounts.vocabulary.picking import Pick
from matching.encoders import get
from matching.engine.text.concepts import Suggested, suggest_concepts
from matching.loading.vectors import background, is_prepared
from mentorship.goals.models import Goal

ASKED = 5
"""Concepts to confirm at once."""

WORDS_ALONE = "lexical"
PHRASES = 6
"""Everyday phrases to pick from, for whoever does not know how to say it."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Proposal:
    """A concept that may be meant. ``said``: the goal calls it by its name. ``phrase``
    is how people say it who do not know the name."""

    pick: Pick
    said: bool = False
    phrase: str = ""


@dataclass(frozen=True)
class About:
    """What to ask, likeliest first: concepts, then phrases of further concepts."""

    concepts: list[Proposal]
    phrases: list[Proposal]


def about(goal: Goal, *, encoder: str, without: Collection[str] = ()) -> About:
    """Read a goal's sentence and guidance. ``without`` are slugs not to ask again."""
    sentence = ". ".join(filter(None, [_said_title(goal), goal.guidance]))
    named = [slug for slug in _concepts() if _is_said(slug, _said_title(goal))]
    near = _nearest(sentence, encoder, len(without) + ASKED + PHRASES)
    likely = dict.fromkeys([*named, *(one.slug for one in near)])
    fresh = [slug for slug in likely if slug not in without][: ASKED + PHRASES]
    rows = Skill.objects.in_bulk(fresh, field_name="slug")
    found = [
        Proposal(Pick(rows[slug]), said=slug in named) for slug in fresh if slug in rows
    ]
    return About(
        concepts=found[:ASKED],
        phrases=[replace(one, phrase=_phrase(one)) for one in found[ASKED:]],
    )


def _said_title(goal: Goal) -> str:
    """The title, unless it only repeats the purpose."""
    return goal.title if "want" in goal.told() else ""


def _nearest(sentence: str, encoder: str, most: int) -> list[Suggested]:
    # A page must not wait for thousands of texts to be encoded: before the first run
    # the words themselves are compared.
    name = encoder if is_prepared(encoder) else WORDS_ALONE
    return suggest_concepts(sentence, background(name).space, get(name), most)


def _is_said(slug: str, sentence: str) -> bool:
    """Whether one of the concept's names stands in the sentence, word for word."""
    text = f" {_words(sentence)} "
    return any(f" {_words(name)} " in text for name in _concepts()[slug].names)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(name_key(text)))


@cache
def _concepts() -> dict[str, Concept]:
    return {concept.slug: concept for concept in concepts()}


def _phrase(one: Proposal) -> str:
    """How people say it: the first phrase of a concept."""
    skill = one.pick.skill
    phrases = _concepts()[skill.slug].phrases if skill else ()
    return phrases[0] if phrases else one.pick.label
