"""What every answer carries: the policy, no storing, and the person's own clock."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from mentorship.middleware import (
    ContentSecurityPolicy,
    NoStore,
    OwnTimeZone,
    policy_as_header,
)
from tests import builders

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; manifest-src 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)


@pytest.mark.django_db
def test_a_page_carries_the_strict_policy(client):
    response = client.get(reverse("account_login"))

    assert response.headers["Content-Security-Policy"] == STRICT


def test_a_policy_may_be_a_string_or_a_dictionary():
    assert policy_as_header("default-src 'self'") == "default-src 'self'"
    assert (
        policy_as_header({"img-src": ["'self'", "data:"], "base-uri": "'none'"})
        == "img-src 'self' data:; base-uri 'none'"
    )


def test_a_view_may_send_a_policy_of_its_own(rf):
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    answer = ContentSecurityPolicy(lambda request: own)(rf.get("/"))

    assert answer.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.django_db
def test_pages_of_somebody_signed_in_are_stored_nowhere(client, mina):
    client.force_login(mina.person)

    response = client.get(reverse("account_logout"))

    assert "no-store" in response.headers["Cache-Control"]


def test_pages_of_a_stranger_say_nothing_of_storing(rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    answer = NoStore(lambda request: HttpResponse())(request)

    assert "Cache-Control" not in answer.headers


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "clock"),
    [("Asia/Kolkata", "15:30"), ("Europe/Lisbon", "10:00"), ("", "10:00")],
)
def test_times_are_shown_in_the_zone_of_the_profile(rf, zone, clock):
    request = rf.get("/")
    request.user = builders.person("Mina Costa", time_zone=zone)
    winter = datetime(2026, 1, 15, 10, tzinfo=UTC)

    answer = OwnTimeZone(
        lambda request: HttpResponse(f"{timezone.localtime(winter):%H:%M}")
    )(request)

    assert answer.text == clock
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.django_db
def test_a_zone_that_the_machine_no_longer_knows_is_no_error(rf):
    request = rf.get("/")
    request.user = builders.person("Mina Costa", time_zone="Mars/Olympus")

    assert OwnTimeZone(lambda request: HttpResponse())(request).status_code == 200


@pytest.mark.django_db
def test_the_admin_pages_have_our_icon_and_ask_for_no_other(admin_client):
    page = admin_client.get(reverse("admin:index"))

    assert '<link rel="icon" href="/static/belay.svg"' in page.text
