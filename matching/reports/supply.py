"""What goals want and what mentors who take part offer, in the words of their rows."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.models import STEPS, FreeHours, PersonSkill, Profile, Style, Track
from matching.engine.snapshot import Snapshot
from matching.engine.supply import Supply
from mentorship.goals.models import Goal, WantedSkill
from mentorship.programs.models import Enrolment

NOT_KNOWN = "not known"


def among(ids: Iterable[int]) -> RawSQL:
    """Ids for an ``__in`` as one value: a value each takes ten times as long."""
    listed = ",".join(map(str, ids))
    return RawSQL("SELECT unnest(%s::bigint[])", [f"{{{listed}}}"])


def supply_and_demand(snapshot: Snapshot, found: Supply) -> dict[str, Any]:
    """Rows of [key, wanted by goals, offered by mentors, free places] per table.

    Only mentors who take part are counted (``engine.supply``): one who takes no
    requests or pauses offers nothing; one without a free place offers, with no place.
    """
    rows = np.flatnonzero(found.taking_part)
    persons = snapshot.mentors.person[rows].tolist()
    people = dict(zip(persons, found.places[rows].tolist(), strict=True))
    goals = snapshot.goals.id.tolist()
    mentees = _mentee_of(goals)
    return {
        "skill": _by_skill(goals, people, snapshot.mentors.id[rows].tolist()),
        "purpose": sorted(
            [list(row) for row in found.purposes], key=lambda row: (-row[1], row[0])
        ),
        "format": [list(row) for row in found.formats],
        "level": _by_level(mentees, people),
        "zone": _by_zone(mentees, people),
    }


def _rows(
    wanted: Counter[str], offered: Iterable[tuple[str, int]], places: dict[int, int]
) -> list[list[Any]]:
    """Join both sides; the widest gap between goals and places first."""
    count: Counter[str] = Counter()
    free: Counter[str] = Counter()
    for key, person in set(offered):
        count[key] += 1
        free[key] += places[person]
    keys = wanted.keys() | count.keys()
    rows = [[key, wanted[key], count[key], free[key]] for key in keys]
    return sorted(rows, key=lambda row: (row[3] - row[1], -row[1], row[0]))


def _by_skill(
    goals: list[int], people: dict[int, int], mentors: list[int]
) -> list[list[Any]]:
    """A skill that a mentor knows and would rather not talk about is not offered."""
    wanted = Counter(
        label
        for _, label in set(
            WantedSkill.objects.filter(
                goal__in=among(goals), skill__isnull=False
            ).values_list("goal_id", "skill__label")
        )
    )
    offered = PersonSkill.objects.filter(person__in=among(people), skill__isnull=False)
    refusing = Enrolment.objects.filter(pk__in=among(mentors))
    refused = set(
        refusing.exclude(skills_not_taken=None).values_list(
            "skills_not_taken__label", "person_id"
        )
    )
    pairs = set(offered.values_list("skill__label", "person_id")) - refused
    return _rows(wanted, [pair for pair in pairs if pair[0] in wanted], people)


def _by_level(mentees: list[int], people: dict[int, int]) -> list[list[Any]]:
    names = dict(STEPS)

    def levels(persons: Iterable[int]) -> dict[int, str]:
        main = Track.objects.filter(person__in=among(persons), is_main=True)
        known = main.exclude(level=None).values_list("person_id", "level")
        found = {person: names[level] for person, level in known if level is not None}
        return {p: found.get(p, NOT_KNOWN) for p in persons}

    level_of = levels(set(mentees))
    wanted = Counter(level_of[person] for person in mentees)
    offered = [(level, person) for person, level in levels(people).items()]
    rows = _rows(wanted, offered, people)
    order = [*names.values(), NOT_KNOWN]
    return sorted(rows, key=lambda row: order.index(row[0]))


def _by_zone(mentees: list[int], people: dict[int, int]) -> list[list[Any]]:
    everybody = {*mentees, *people}
    found = Profile.objects.filter(person__in=among(everybody))
    zone_of = dict(found.values_list("person_id", "time_zone"))
    wanted = Counter(zone_of.get(person) or NOT_KNOWN for person in mentees)
    offered = [(zone_of.get(person) or NOT_KNOWN, person) for person in people]
    return _rows(wanted, offered, people)


def _mentee_of(goals: list[int]) -> list[int]:
    """Whose goals they are: who has several is there as often."""
    return list(
        Goal.objects.filter(pk__in=among(goals)).values_list(
            "mentee__person_id", flat=True
        )
    )


def what_is_known(mentees: list[int], mentors: list[int]) -> list[list[Any]]:
    """Rows of [what, mentees without it, mentees, mentors without it, mentors]."""
    asking, offering = set(mentees), set(mentors)
    everybody = asking | offering
    rows = []
    for key, having in people_having(everybody).items():
        rows.append(
            [
                key,
                len(asking - having),
                len(asking),
                len(offering - having),
                len(offering),
            ]
        )
    return rows


def people_having(people: set[int]) -> dict[str, set[int]]:
    them = among(people)
    profiles = Profile.objects.filter(person__in=them)
    said_style = Q()
    for axis in Style.AXES:
        said_style |= Q(**{f"{axis}__isnull": False})
    known = {
        "time zone": profiles.exclude(time_zone=""),
        "languages": profiles.exclude(languages=[]),
        "organisation": profiles.exclude(organisation=""),
        "free hours": FreeHours.objects.filter(person__in=them),
        "way of talking": Style.objects.filter(said_style, person__in=them),
        "level": Track.objects.filter(person__in=them, level__isnull=False),
        "skills": PersonSkill.objects.filter(person__in=them),
    }
    return {
        key: set(rows.values_list("person_id", flat=True))
        for key, rows in known.items()
    }


SAID_BY = {
    "relevance": "skills",
    "availability": "free-hours",
    "communication": "way-of-talking",
    "level": "level",
    "reciprocity": "skills",
}
"""What people would have to say for a factor to be known, where a page lists them."""
