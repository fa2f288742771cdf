"""Saved people and leads: the route, a name from outside, set aside and back."""

import pytest
from django.urls import reverse

from mentorship.finding.models import Lead, Route
from mentorship.safety.actions import block
from tests import builders

LEADS_QUERIES = 5
WAYS_QUERIES = 9
NOT_BY_HAND = ("suggested", "program", "nonsense")


def add(client, route, **told):
    return client.post(reverse("finding:add_lead", args=[route]), told, follow=True)


def lead_url(name, lead):
    return reverse(f"finding:{name}", args=[lead.pk])


def leads_page(client):
    return client.get(reverse("finding:leads")).content.decode()


def test_somebody_from_outside_is_a_name_and_nobody_is_told(as_mina, mina, goal):
    page = add(as_mina, "met", who="Ines at the fair", goal=goal.pk, note="Boats")

    assert "Ines at the fair is on your list. Nobody is told." in page.content.decode()
    lead = Lead.objects.get()
    assert (lead.about, lead.name, lead.route) == (None, "Ines at the fair", "met")
    assert (lead.goal, lead.note, lead.program) == (goal, "Boats", mina.program)


def test_a_name_of_somebody_here_is_asked_about_first(as_mina, omar):
    page = add(as_mina, "observed", who="omar", note="Listens").content.decode()

    assert "Say whether it is one of these people, or somebody else." in page
    assert "Listens" in page
    assert not Lead.objects.exists()


@pytest.mark.parametrize("chosen", ["here", "nobody"])
def test_then_it_is_that_person_or_only_a_name(as_mina, omar, chosen):
    about = omar.pk if chosen == "here" else "nobody"
    add(as_mina, "observed", who="omar", about=about, note="Listens")

    lead = Lead.objects.get()
    expected = (omar.person, "") if chosen == "here" else (None, "omar")
    assert (lead.about, lead.name) == expected


def test_nobody_hidden_appears_by_typing_a_name(as_mina, mina, omar):
    block(omar.person, mina.person)

    add(as_mina, "observed", who="omar")

    assert Lead.objects.get().about is None


def test_who_recommended_them_is_kept_in_the_note(as_mina):
    add(as_mina, "recommended", who="Uma", by_whom="Jo", note="Knows boats")

    assert Lead.objects.get().note == "Recommended by Jo.\nKnows boats"


def test_somebody_who_is_saved_already_is_added_to(as_mina, omar):
    as_mina.post(reverse("finding:note", args=[omar.pk]), {"note": "Kind"})

    add(as_mina, "met", who="Omar", about=omar.pk, note="At the fair")

    lead = Lead.objects.get()
    assert (lead.note, lead.saved, lead.route) == ("Kind\nAt the fair", True, "met")


@pytest.mark.parametrize("route", NOT_BY_HAND)
def test_other_ways_are_not_written_down_by_hand(as_mina, route):
    assert as_mina.get(f"/find/leads/new/{route}/").status_code == 404


def test_whoever_takes_part_nowhere_is_led_to_the_programs(client, ada):
    client.force_login(ada)

    answer = client.get("/find/leads/new/met/")

    assert answer.url == reverse("programs:list")


def test_a_goal_of_somebody_else_is_no_choice(as_mina, eve):
    page = add(as_mina, "met", who="Uma", goal=builders.goal(eve).pk)

    assert page.status_code == 200
    assert not Lead.objects.exists()


def test_leads_stand_by_their_route(as_mina, omar):
    add(as_mina, "met", who="Uma")
    as_mina.post(reverse("finding:save", args=[omar.pk]))

    page = leads_page(as_mina)

    for route in (Route.MET, Route.PROGRAM):
        assert f'id="{route.value}"' in page
    assert f'id="{Route.OBSERVED.value}"' not in page


def test_route_goal_and_note_can_be_changed(as_mina, omar, goal):
    as_mina.post(reverse("finding:save", args=[omar.pk]))
    lead = Lead.objects.get()

    as_mina.post(
        lead_url("lead", lead), {"route": "network", "goal": goal.pk, "note": "Kind"}
    )

    lead.refresh_from_db()
    assert (lead.route, lead.goal, lead.note) == ("network", goal, "Kind")


def test_setting_aside_can_be_undone_by_name(as_mina):
    add(as_mina, "met", who="Uma")
    lead = Lead.objects.get()

    page = as_mina.post(lead_url("set_aside", lead), follow=True).content.decode()
    assert "Undo: bring Uma back" in page
    assert not Lead.objects.saved().exists()

    as_mina.post(lead_url("bring_back", lead))
    assert Lead.objects.saved().get() == lead


def test_saving_again_brings_back_who_was_set_aside(as_mina, omar):
    as_mina.post(reverse("finding:save", args=[omar.pk]))
    as_mina.post(lead_url("set_aside", Lead.objects.get()))

    as_mina.post(reverse("finding:save", args=[omar.pk]))

    assert Lead.objects.saved().exists()


def test_whoever_cannot_be_found_any_more_keeps_the_name_and_has_no_link(
    as_mina, mina, omar
):
    as_mina.post(reverse("finding:save", args=[omar.pk]))
    block(omar.person, mina.person)
    leads_page(as_mina)  # shows and forgets what saving said

    page = leads_page(as_mina)

    assert "Cannot be found here at the moment" in page
    assert reverse("finding:person", args=[omar.pk]) not in page


def test_nobody_else_touches_a_lead(as_mina, client, eve, omar):
    as_mina.post(reverse("finding:save", args=[omar.pk]))
    lead = Lead.objects.get()
    for who in (eve.person, omar.person):
        client.force_login(who)
        assert client.get(lead_url("lead", lead)).status_code == 404
        for name in ("lead", "set_aside", "bring_back"):
            assert client.post(lead_url(name, lead)).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_more_leads_cost_no_more(
    as_mina, many, goal, number, django_assert_num_queries
):
    for one in many(number):
        as_mina.post(reverse("finding:save", args=[one.pk]))
    Lead.objects.update(goal=goal)
    leads_page(as_mina)  # shows and forgets what saving said

    with django_assert_num_queries(LEADS_QUERIES):
        leads_page(as_mina)


@pytest.mark.parametrize("number", [1, 3])
def test_more_goals_cost_the_ways_no_more(
    as_mina, mina, number, django_assert_num_queries
):
    for _ in range(number):
        builders.goal(mina)

    with django_assert_num_queries(WAYS_QUERIES):
        as_mina.get(reverse("finding:ways"))


def test_the_ways_name_all_six_and_what_i_found_on_them(as_mina, goal, omar):
    add(as_mina, "met", who="Uma")

    page = as_mina.get(reverse("finding:ways")).content.decode()

    assert all(f'id="{route}"' in page for route in Route.values)
    assert page.count("One person whom I found this way") == 1
    assert "/find/leads/#met" in page
    assert goal.title in page


def test_words_to_copy_are_sent_by_nobody(as_mina, goal, django_assert_num_queries):
    page = as_mina.get(reverse("finding:ways")).content.decode()

    assert f"somebody who has been through it: {goal.title}." in page
    assert "Thank you, Mina" in page
