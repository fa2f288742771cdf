"""The pages of a mentee's goals, for their owner and for everybody else."""

import pytest
from django.urls import reverse

PAGES = ["detail", "edit", "assessment", "preview", "criteria"]
ACTS = ["close", "reopen"]


def test_a_mentee_without_goals_is_asked_to_write_the_first(client, mina):
    client.force_login(mina.person)

    page = client.get(reverse("goals:list"))

    assert "Write my first goal" in page.content.decode()


@pytest.mark.parametrize("name", ["list", "new"])
def test_a_stranger_is_asked_to_sign_in(client, db, name):
    response = client.get(reverse(f"goals:{name}"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_the_owner_sees_every_page_of_a_goal(client, goal, name):
    client.force_login(goal.mentee.person)

    assert client.get(reverse(f"goals:{name}", args=[goal.pk])).status_code == 200


@pytest.mark.parametrize("who", ["eve", "omar", "ada", "otto"])
@pytest.mark.parametrize("name", PAGES + ACTS)
def test_nobody_else_sees_or_changes_a_goal(client, goal, name, who, request):
    other = request.getfixturevalue(who)
    client.force_login(getattr(other, "person", other))

    ask = client.post if name in ACTS else client.get

    assert ask(reverse(f"goals:{name}", args=[goal.pk])).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_looking_at_an_address_changes_nothing(client, goal, name):
    client.force_login(goal.mentee.person)

    assert client.get(reverse(f"goals:{name}", args=[goal.pk])).status_code == 405
