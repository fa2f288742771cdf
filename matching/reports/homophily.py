"""Whether pairs that began are alike more often than by chance (R100): counts alone."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from accounts.models import NetworkMembership, Profile, Track
from accounts.parity import SMALLEST, same_words
from matching.engine.homophily import Pairs, Trait, homophily
from matching.engine.tables import Bools, Int64s
from matching.loading.people import neutral, plain
from matching.reports.supply import among
from mentorship.programs.models import Enrolment, Program
from mentorship.relationships.models import Relationship


def homophily_of(program: Program) -> list[dict[str, Any]]:
    """What the pairs of a program have in common, against pairs by chance.

    Empty below the program's smallest cell: whether nobody began or a few did would
    tell of those few. A fixed number of queries.
    """
    begun = list(dict.fromkeys(_began(program)))
    smallest = program.smallest_cell
    if len(begun) < smallest:
        return []
    helping = [*_mentors(program, {mentor for _, mentor in begun})]
    people = list(dict.fromkeys([*helping, *(mentee for mentee, _ in begun)]))
    row = {person: number for number, person in enumerate(people)}
    traits, speaks, can_talk = _told(people)
    pairs = Pairs(
        mentee=np.array([row[mentee] for mentee, _ in begun], np.int64),
        mentor=np.array([row[mentor] for _, mentor in begun], np.int64),
        pool=np.arange(len(helping)),
        speaks=speaks,
        can_talk=can_talk,
    )
    private = _numbered("gender", same_words(people), people)
    found = [homophily(trait, pairs, smallest) for trait in traits]
    found.append(homophily(private, pairs, max(SMALLEST, smallest)))
    return [asdict(one) for one in found]


def _began(program: Program) -> Iterable[tuple[int, int]]:
    """The two people of each relationship, which two yeses began, oldest first."""
    rows = Relationship.objects.filter(mentor__program=program).order_by("pk")
    return rows.values_list("mentee__person_id", "mentor__person_id")


def _mentors(program: Program, had: set[int]) -> Iterable[int]:
    """Who mentors in the program, full and pausing ones too, or began a pair in it."""
    rows = Enrolment.objects.filter(program=program, role=Enrolment.Role.MENTOR)
    now = rows.active() | rows.filter(person__in=among(had))
    return now.order_by("pk").values_list("person_id", flat=True)


def _told(people: list[int]) -> tuple[list[Trait], Int64s, Bools]:
    """What people told openly, which languages they speak, and who can talk."""
    profiles = Profile.objects.filter(person__in=among(people))
    organisation, spoken = {}, {}
    for person, name, codes in profiles.values_list(
        "person_id", "organisation", "languages"
    ):
        organisation[person] = plain(name)
        spoken[person] = frozenset(codes)
    tracks = Track.objects.filter(person__in=among(people), is_main=True)
    field, level = {}, {}
    for person, name, step in tracks.values_list("person_id", "field", "level"):
        field[person], level[person] = neutral(name), step
    languages = _in_common("language", spoken, people, needed=2)
    traits = [
        _numbered("field", _without(field, ""), people),
        _numbered("level", _without(level, None), people),
        _numbered("organisation", _without(organisation, ""), people),
        languages,
        _in_common("network", _networks(people), people),
    ]
    return traits, *_talking(languages)


def _networks(people: list[int]) -> dict[int, frozenset[int]]:
    """Only those that their members show to others."""
    rows = NetworkMembership.objects.filter(person__in=among(people), shown=True)
    found: dict[int, frozenset[int]] = {}
    for person, network in rows.values_list("person_id", "network_id"):
        found[person] = found.get(person, frozenset()) | {network}
    return found


def _without(said: Mapping[int, Any], nothing: object) -> dict[int, Hashable]:
    return {person: value for person, value in said.items() if value != nothing}


def _numbered(name: str, said: Mapping[int, Hashable], people: list[int]) -> Trait:
    numbers: dict[Hashable, int] = {}
    column = [
        numbers.setdefault(said[person], len(numbers)) if person in said else -1
        for person in people
    ]
    return Trait(name, np.array(column, np.int64))


def _in_common(
    name: str, said: Mapping[int, frozenset[Any]], people: list[int], needed: int = 1
) -> Trait:
    """A trait of which somebody can tell several things at once."""
    told = {person: things for person, things in said.items() if things}
    numbered = _numbered(name, told, people)
    answers = list(dict.fromkeys(told[p] for p in people if p in told))
    column = {thing: n for n, thing in enumerate(sorted(frozenset().union(*answers)))}
    things = np.zeros((len(answers), len(column)), np.bool_)
    for row, answer in enumerate(answers):
        things[row, [column[thing] for thing in answer]] = True
    return Trait(name, numbered.said, things, needed)


def _talking(languages: Trait) -> tuple[Int64s, Bools]:
    """Which languages each person speaks, as a number, and who can talk with whom. The
    last kind has not said, and can talk with everybody, as the hard rule has it."""
    assert languages.things is not None
    things = languages.things.astype(np.float32)
    can_talk = np.ones((len(things) + 1,) * 2, np.bool_)
    can_talk[:-1, :-1] = things @ things.T > 0
    return np.where(languages.said < 0, len(things), languages.said), can_talk
