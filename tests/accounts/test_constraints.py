"""What can never be true of a person, whoever writes the row."""

import pytest
from django.db import IntegrityError

from accounts.models import (
    FreeHours,
    Identity,
    Link,
    Network,
    NetworkMembership,
    PathStep,
    PersonSkill,
    Profile,
    Style,
    Track,
    User,
)
from tests import builders


@pytest.fixture
def me(db):
    return builders.person("Mina Costa")


def test_an_address_signs_in_once_in_any_case(me):
    with pytest.raises(IntegrityError, match="user_email_once_in_any_case"):
        User.objects.create(email=me.email.upper())


def test_nobody_is_their_own_manager(me):
    with pytest.raises(IntegrityError, match="profile_manager_is_somebody_else"):
        Profile.objects.filter(person=me).update(manager=me)


IMPOSSIBLE = [
    (Track, [{"field": "A", "is_main": True}] * 2, "track_one_main_per_person"),
    (Track, [{"field": "A", "level": 8}], "track_level_on_the_common_scale"),
    (Track, [{"field": "A", "years": 71}], "track_years_of_one_life"),
    (
        PathStep,
        [{"title": "A", "began": 2009, "ended": 2001}],
        "path_step_ends_after_it_began",
    ),
    (
        Link,
        [{"url": "https://example.org/", "label": "A"}] * 2,
        "link_once_per_person",
    ),
    (Link, [{"url": "http://example.org/", "label": "A"}], "link_is_https"),
    (FreeHours, [{"weekday": 0}] * 2, "free_hours_once_per_weekday"),
    (FreeHours, [{"weekday": 7}], "free_hours_on_a_weekday"),
    (FreeHours, [{"weekday": 0, "slots": 2**48}], "free_hours_within_a_day"),
    *[
        (Style, [{axis: 3}], f"style_{axis}_between_its_two_ends")
        for axis in Style.AXES
    ],
    (PersonSkill, [{}], "person_skill_is_a_concept_or_own_words"),
    (
        Identity,
        [{"gender": "x", "purpose_shown": ""}],
        "identity_only_with_a_stated_purpose",
    ),
    (Identity, [{"gender": "", "purpose_shown": "x"}], "identity_only_when_given"),
]


@pytest.mark.parametrize(
    ("model", "rows", "constraint"), IMPOSSIBLE, ids=[case[2] for case in IMPOSSIBLE]
)
def test_impossible_rows_are_refused(me, model, rows, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        for row in rows:
            model.objects.create(person=me, **row)


def test_a_skill_is_listed_once(me):
    builders.knows(me, "finesse")

    with pytest.raises(IntegrityError, match="person_skill_listed_once"):
        builders.knows(me, "finesse")


def test_a_skill_is_either_a_concept_or_own_words(me):
    with pytest.raises(IntegrityError, match="person_skill_is_a_concept_or_own_words"):
        PersonSkill.objects.create(
            person=me, skill=builders.skill("finesse"), words="finesse"
        )


def test_a_network_is_joined_once(me):
    network = Network.objects.create(name="Alumni")
    NetworkMembership.objects.create(person=me, network=network)

    with pytest.raises(IntegrityError, match="network_joined_once"):
        NetworkMembership.objects.create(person=me, network=network)
