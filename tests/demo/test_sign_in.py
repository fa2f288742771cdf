"""One-click sign-in: in the demo only, by POST only, as one of the cast only."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from mentorship.demo import CAST
from tests import builders

pytestmark = pytest.mark.django_db
in_the_demo = pytest.mark.urls("tests.demo.demo_urls")


@pytest.fixture
def cast(db):
    """The three of the cast, by role."""
    people = {role: builders.person(role.title()) for role in CAST}
    for role, user in people.items():
        user.email = CAST[role]
        user.save(update_fields=["email"])
    return people


def sign_in(client, who="mentee", **more):
    return client.post(reverse("demo:sign_in", args=[who]), **more)


@in_the_demo
@pytest.mark.parametrize("who", CAST)
def test_one_click_signs_in(client, cast, who):
    assert sign_in(client, who).url == reverse("home")
    assert get_user(client) == cast[who]


@in_the_demo
def test_the_session_gets_a_new_key(client, cast):
    session = client.session
    session["seen"] = "conduct"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


@in_the_demo
def test_one_can_change_from_one_person_to_another(client, cast):
    sign_in(client, "mentee")
    first = client.session.session_key
    sign_in(client, "mentor")
    assert get_user(client) == cast["mentor"]
    assert client.session.session_key != first


@in_the_demo
@pytest.mark.parametrize("who", ["nobody", "ines", "0"])
def test_nobody_else_can_be_become(client, cast, who):
    assert sign_in(client, who).status_code == 404
    assert get_user(client).is_anonymous


@in_the_demo
def test_a_look_at_the_address_signs_nobody_in(client, cast):
    assert client.get(reverse("demo:sign_in", args=["mentee"])).status_code == 405
    assert get_user(client).is_anonymous


@in_the_demo
def test_another_site_cannot_sign_somebody_in(cast):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert get_user(client).is_anonymous


@in_the_demo
def test_without_a_seed_the_page_says_what_to_do(client):
    page = sign_in(client, follow=True)
    assert [str(m) for m in page.context["messages"]] == [
        "Nobody of the demo is here. Run “manage.py seed_demo” on an empty site."
    ]
    assert get_user(client).is_anonymous


@in_the_demo
def test_somebody_deactivated_stays_out(client, cast):
    cast["mentee"].is_active = False
    cast["mentee"].save(update_fields=["is_active"])
    sign_in(client)
    assert get_user(client).is_anonymous


@pytest.mark.parametrize("address", ["/demo/sign-in/mentee/", "/demo/outbox/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_the_demo_none_of_it_exists(client, cast, address, method):
    assert getattr(client, method)(address).status_code == 404
    assert get_user(client).is_anonymous
