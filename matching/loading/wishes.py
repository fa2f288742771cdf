"""Deal-breakers about attributes: which mentor meets which, and which goal insists."""

from typing import NamedTuple

import numpy as np

from matching.engine.snapshot import ATTRIBUTES, Conditions, Wishes
from matching.engine.tables import Int8s, Int64s
from matching.loading.people import People, neutral, plain
from matching.loading.things import Thing, Things
from mentorship.goals.conditions import Condition, Side, Unknown
from mentorship.goals.models import Goal

YES, NO, NOT_KNOWN = 1, 0, -1
_YEARS_NOT_SAID = ""


class Asked(NamedTuple):
    """Attribute, what is asked for, and for organisations the mentee's own: equal for
    goals that insist on the same."""

    attribute: str
    what: str
    home: str = ""


def wishes_of(
    goals: list[Goal], people: People, asked: dict[int, list[Condition]]
) -> tuple[list[Asked], Wishes]:
    """Each distinct condition once, and a wish per goal that insists on it.

    ``asked`` are the conditions in force of each goal.
    """
    numbers: dict[Asked, int] = {}
    wishes: list[tuple[int, int, bool]] = []
    for row, goal in enumerate(goals):
        home = people.organisation(goal.mentee.person_id)
        for condition in asked.get(goal.pk, []):
            number = numbers.setdefault(_asked(condition, home), len(numbers))
            wishes.append((row, number, condition.if_unknown == Unknown.HIDE))
    return list(numbers), Wishes.of(
        goal=[wish[0] for wish in wishes],
        condition=[wish[1] for wish in wishes],
        hide_unknown=[wish[2] for wish in wishes],
    )


def _asked(condition: Condition, home: str) -> Asked:
    alike = neutral if condition.attribute == Condition.Attribute.FIELD else plain
    what = str(condition.network_id or condition.years or alike(condition.words))
    inside = condition.attribute == Condition.Attribute.ORGANISATION
    return Asked(condition.attribute, what, home if inside else "")


def facts_of(people: People, person: int, networks: set[int]) -> list[Thing]:
    """What can be asked for of a person; ``networks`` are those that they show."""
    tracks = people.tracks.get(person, [])
    told = [("place", plain(people.site(person)))]
    told.append(("organisation", people.organisation(person)))
    return [
        *(("language", code) for code in people.codes(person)),
        *(("field", neutral(track.field)) for track in tracks),
        *(("experience", _said(track.years)) for track in tracks),
        *(("network", str(network)) for network in networks),
        *((kind, words) for kind, words in told if words),
    ]


def _said(years: int | None) -> str:
    return _YEARS_NOT_SAID if years is None else str(years)


def met(asked: list[Asked], facts: Things) -> Conditions:
    """Which mentors meet which conditions; ``facts`` are the mentors'."""
    out = np.zeros((len(asked), len(facts)), np.int8)
    for row, one in zip(out, asked, strict=True):
        row[:] = _met(one, facts)
    attributes = [ATTRIBUTES.index(one.attribute) for one in asked]
    return Conditions.of(attribute=attributes, met=out)


def _met(asked: Asked, facts: Things) -> Int8s:
    kind, what, home = asked
    if kind == "experience":
        return _years(int(what or 0), facts)
    if kind == "organisation":
        return _side(what, home, facts)
    # Who shows no network is never told from who belongs and does not show it.
    other = NOT_KNOWN if kind == "network" else NO
    return _marked(facts, kind, facts.who((kind, what)), YES, other)


def _marked(facts: Things, kind: str, rows: Int64s, these: int, others: int) -> Int8s:
    """Some rows one way, others who told anything of the kind another way."""
    found = np.where(facts.tellers_of(kind), others, NOT_KNOWN).astype(np.int8)
    found[rows] = these
    return found


def _side(wanted: str, home: str, facts: Things) -> Int8s:
    if not home:
        return np.full(len(facts), NOT_KNOWN, np.int8)
    inside = facts.who(("organisation", home))
    yes, no = (YES, NO) if wanted == Side.INSIDE else (NO, YES)
    return _marked(facts, "organisation", inside, yes, no)


def _years(least: int, facts: Things) -> Int8s:
    """One track with enough years will do; a track without a number may have them."""
    nobody = np.zeros(0, np.int64)
    found = _marked(facts, "experience", nobody, YES, NO)
    found[facts.who(("experience", _YEARS_NOT_SAID))] = NOT_KNOWN
    for years in facts.called("experience"):
        if years != _YEARS_NOT_SAID and int(years) >= least:
            found[facts.who(("experience", years))] = YES
    return found
