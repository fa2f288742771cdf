"""What two people have in common: the engine counts what a card lists, thing by thing."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Network, NetworkMembership, PathStep, Track
from matching import loading
from matching.engine.factors.context import ENOUGH, pairs
from matching.loading.people import People
from matching.loading.things import LANGUAGES, Things, as_bits
from matching.reasons.talk import common_ground
from mentorship.goals.models import Criteria, Goal
from mentorship.programs.models import rules_snapshot
from tests import builders

TITLES = ["Chairwoman", "chairman", "Lehrerin", "Lehrer", "infirmière", "Infirmier"]
CODES = ["en", "de", "fr", "es", "sw"]

spoken = st.lists(st.sets(st.integers(0, 5)).map(lambda s: sum(1 << n for n in s)))


@given(spoken, spoken)
def test_two_languages_or_more_in_common_are_one_thing(mine, theirs):
    told = [
        Things.of([[(LANGUAGES, str(m))] if m.bit_count() > 1 else [] for m in masks])
        for masks in (mine, theirs)
    ]

    goals, mentors = as_bits(*told)

    shared = np.bitwise_count(goals[:, None] & mentors).sum(axis=2)
    assert shared.tolist() == [
        [int((one & other).bit_count() > 1) for other in theirs] for one in mine
    ]


def tell_anything(person, chance, networks):
    """Some of everything that somebody else may tell, too."""
    for title in chance.sample(TITLES, chance.randrange(4)):
        PathStep.objects.create(person=person, title=title, began=2001)
    for field in chance.sample(TITLES, chance.randrange(3)):
        Track.objects.create(person=person, field=field)
    for slug in chance.sample(["finesse", "delegation"], chance.randrange(3)):
        builders.story(person, "I lost my voice.").skills.add(builders.skill(slug))
    for network in chance.sample(networks, chance.randrange(3)):
        shown = chance.random() < 0.7
        NetworkMembership.objects.create(person=person, network=network, shown=shown)


@pytest.mark.parametrize("seed", range(2))
def test_a_card_lists_as_many_things_as_the_engine_counts(program, seed):
    chance = Random(seed)
    networks = [Network.objects.create(name=name) for name in ("Alumni", "Newcomers")]
    mentors = []
    for enrol in [builders.mentee, builders.mentor] * 7:
        languages = chance.sample(CODES, chance.randrange(4))
        site = chance.choice(["", "Porto", "porto"])
        person = builders.person("Some One", languages=languages, site=site)
        tell_anything(person, chance, networks)
        enrolled = enrol(program, person)
        if enrol is builders.mentor:
            mentors.append(enrolled)
        else:
            counts = chance.random() < 0.5
            goal = builders.goal(enrolled)
            Criteria.objects.create(goal=goal, networks_count=counts)

    listed = dict.fromkeys(range(ENOUGH + 2), 0)
    snapshot = loading.read(program, rules_snapshot(program)).snapshot
    context = pairs(snapshot.goals, snapshot.mentors)
    for row, goal in enumerate(Goal.objects.order_by("pk")):
        people = People([goal.mentee.person_id, *(m.person_id for m in mentors)])
        counts = goal.criteria.get().networks_count
        each = common_ground(goal, mentors, people, counts)
        for column, common in enumerate(each):
            bits = snapshot.goals.tags[row] & snapshot.mentors.tags[column]
            value = context(np.array([row]), np.array([column])).item()
            assert int(np.bitwise_count(bits).sum()) == len(common.things)
            if not np.isnan(value):
                assert value == np.float32(min(len(common.things), ENOUGH) / ENOUGH)
                assert common.thin is (value < 1)
            listed[min(len(common.things), ENOUGH + 1)] += 1
    assert all(listed.values())
