"""The headers that protect a page are on pages of errors too, whoever made them."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import path, reverse

from tests.access.walking import Walk, check_headers
from tests.demo import demo_urls

TOO_MANY = {str(number): number for number in range(1001)}
pytestmark = pytest.mark.django_db


@login_not_required
def broken(request):
    return 1 / 0


@pytest.fixture(autouse=True)
def the_sites_own_errors(settings, monkeypatch):
    """With the pages of errors that people see, and one address that is broken."""
    broken_too = [*demo_urls.urlpatterns, path("broken/", broken)]
    monkeypatch.setattr(demo_urls, "urlpatterns", broken_too)
    settings.ROOT_URLCONF = demo_urls.__name__


def lacking(answer, signed_in):
    found = Walk()
    check_headers(answer, signed_in, "", found)
    return found.without_headers


@pytest.mark.parametrize("role", ["anonymous", "mina"])
@pytest.mark.parametrize(
    ("status", "method", "url", "more"),
    [
        (400, "GET", "/conduct/", {"SERVER_NAME": "elsewhere.example"}),
        (400, "POST", "/accounts/password/reset/", {"data": TOO_MANY}),
        (404, "GET", "/nothing/", {}),
        (405, "DELETE", "/conduct/", {}),
        (500, "GET", "/broken/", {}),
    ],
)
def test_errors_carry_the_headers(browse, role, status, method, url, more, caplog):
    caplog.set_level("CRITICAL", "django")
    answer = browse(role).ask(method, url, **more)

    # Of a request for another host nobody asks who sends it.
    known = role == "mina" and "SERVER_NAME" not in more
    assert (answer.status_code, lacking(answer, known)) == (status, [])


def test_a_refused_form_carries_the_headers(browse):
    answer = browse("mina", csrf=True).ask("POST", reverse("accounts:style"))

    assert (answer.status_code, lacking(answer, True)) == (403, [])


def test_whoever_knocks_too_often_is_told_so_with_the_headers(browse):
    browser = browse("anonymous")
    reset = reverse("account_reset_password")

    for _ in range(21):
        answer = browser.ask("POST", reset, {"email": "who@example.org"})

    assert (answer.status_code, lacking(answer, False)) == (429, [])


@pytest.mark.parametrize("role", ["mina", "omar", "ada", "noor", "root"])
def test_what_is_not_there_has_a_kind_page_for_everybody(browse, role):
    answer = browse(role).ask("GET", "/goals/999999/")

    assert answer.status_code == 404
    assert "This page is not here" in answer.text
