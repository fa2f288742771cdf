"""What matters in a mentor: qualities, facts to insist on, networks."""

import pytest
from django.urls import reverse

from accounts.models import Network, NetworkMembership
from mentorship.goals.models import Condition, Criteria
from tests import builders

FORM_QUERIES = 11


@pytest.fixture
def as_mina(client, mina):
    client.force_login(mina.person)
    return client


def address(goal):
    return reverse("goals:criteria", args=[goal.pk])


def insisted():
    columns = ("attribute", "words", "years", "network__name", "if_unknown")
    return list(Condition.objects.values_list(*columns))


def test_facts_are_kept_with_what_to_do_if_they_are_not_known(as_mina, goal, mina):
    """R17."""
    mina.person.profile.organisation = "Acme"
    mina.person.profile.save(update_fields=["organisation"])
    alumni = Network.objects.create(name="Alumni")

    as_mina.post(
        address(goal),
        {
            "language": "sw",
            "field": " Nursing ",
            "field_unknown": "hide",
            "organisation": "outside",
            "experience": "5",
            "network": alumni.pk,
            "network_unknown": "hide",
            "place": "Porto",
        },
    )

    assert insisted() == [
        ("language", "sw", None, None, "keep"),
        ("field", "Nursing", None, None, "hide"),
        ("organisation", "outside", None, None, "keep"),
        ("experience", "", 5, None, "keep"),
        ("network", "", None, "Alumni", "hide"),
        ("place", "Porto", None, None, "keep"),
    ]


def test_the_form_shows_what_was_said(as_mina, goal):
    as_mina.post(
        address(goal),
        {"experience": "5", "experience_unknown": "hide", "networks_count": "on"},
    )

    form = as_mina.get(address(goal)).context["form"]

    assert form["experience"].value() == 5
    assert form["experience_unknown"].value() == "hide"
    assert form["networks_count"].value() is True


def test_the_goal_says_what_was_insisted_on(as_mina, goal):
    as_mina.post(address(goal), {"language": "sw", "networks_count": "on"})

    page = as_mina.get(reverse("goals:detail", args=[goal.pk])).content.decode()

    assert "Swahili: must be so" in page
    assert "Show the person, marked as unverified" in page
    assert "What we both belong to counts as something in common." in page


def test_saying_the_same_facts_again_only_confirms_them(as_mina, goal):
    for _ in range(2):
        as_mina.post(address(goal), {"place": "Porto", "networks_count": "on"})
    assert Criteria.objects.count() == 1

    as_mina.post(address(goal), {"place": "Porto"})
    assert [c.networks_count for c in Criteria.objects.all()] == [False, True]


def test_another_answer_for_the_unknown_is_another_set(as_mina, goal):
    as_mina.post(address(goal), {"place": "Porto"})
    as_mina.post(address(goal), {"place": "Porto", "place_unknown": "hide"})

    assert Criteria.objects.count() == 2


@pytest.mark.parametrize(
    "odd",
    [
        {"experience": "0"},
        {"experience": "many"},
        {"language": "xx"},
        {"network": "999999"},
        {"place": "x" * 121},
        {"place": "Porto", "place_unknown": "perhaps"},
        {"organisation": "inside"},  # of a mentee who has not said where they work
    ],
)
def test_odd_facts_are_asked_again_and_nothing_is_lost(as_mina, goal, odd):
    response = as_mina.post(address(goal), {"field": "Nursing", **odd})

    page = response.content.decode()
    assert "<title>Error:" in page
    assert 'value="Nursing"' in page
    assert not Criteria.objects.exists()


def test_a_sensitive_network_is_offered_only_to_those_in_it(as_mina, goal, mina, eve):
    mine = Network.objects.create(name="Mine", sensitive=True)
    Network.objects.create(name="Open")
    hers = Network.objects.create(name="Hers", sensitive=True)
    NetworkMembership.objects.create(person=mina.person, network=mine)
    NetworkMembership.objects.create(person=eve.person, network=hers)

    page = as_mina.get(address(goal)).content.decode()
    answer = as_mina.post(address(goal), {"network": hers.pk})

    assert ("Mine" in page, "Open" in page, "Hers" in page) == (True, True, False)
    assert "<title>Error:" in answer.content.decode()


def test_fields_and_places_of_the_programs_mentors_are_proposed(as_mina, goal, omar):
    builders.track(omar.person, "Rope access")
    omar.person.profile.site = "Porto"
    omar.person.profile.save(update_fields=["site"])
    builders.track(builders.person("Elsewhere"), "Cooking")

    known = as_mina.get(address(goal)).context["form"].proposals()

    assert known == {"fields": ["Rope access"], "places": ["Porto"]}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_asks_as_often_for_one_as_for_three(
    as_mina, goal, program, rows, django_assert_num_queries
):
    for number in range(rows):
        Network.objects.create(name=f"Network {number}")
        person = builders.person(f"Mentor {number}", site=f"House {number}")
        builders.track(person, f"Field {number}")
        builders.mentor(program, person)
    chosen = {"language": "sw", "place": "Porto", "experience": "3"}
    as_mina.post(address(goal), dict(list(chosen.items())[:rows]))
    as_mina.get(address(goal))

    with django_assert_num_queries(FORM_QUERIES):
        as_mina.get(address(goal))
