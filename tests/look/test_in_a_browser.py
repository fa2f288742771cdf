"""The pages of signing in, in a real browser: accessible, quiet, and led by focus."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import faults, faults_in_every_look, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STRANGERS_PAGES = ["login/", "signup/", "login/code/"]
OWN_PAGES = ["email/", "2fa/", "sessions/"]


def test_the_judge_sees_a_barrier_when_there_is_one(page):
    page.set_content(
        '<html lang="en"><title>Barriers</title><main><h1>Barriers</h1><img src="data:,">'
        '<p style="color: #bbb; background: #fff; width: 3000px">Pale and wide</p>'
    )

    found = faults(page)

    assert [fault.split(":")[0] for fault in found] == [
        "color-contrast",
        "image-alt",
        "the page moves sideways",
    ]
    assert len(faults(page, colours=False)) == 2


def test_a_stranger_meets_no_barrier(page, live_server):
    found = []
    for path in STRANGERS_PAGES:
        page.goto(f"{live_server.url}/accounts/{path}")
        found += faults_in_every_look(page)

    assert found == []


def test_somebody_signed_in_meets_no_barrier(page, live_server, client, mina):
    sign_in(page, client, mina.person, live_server.url)
    found = []
    for path in OWN_PAGES:
        page.goto(f"{live_server.url}/accounts/{path}")
        found += faults_in_every_look(page)

    assert found == []


def test_after_a_wrong_answer_the_summary_has_the_focus(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")

    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page).to_have_title(re.compile("^Error:"))
    focused = page.evaluate("document.activeElement.innerText")
    assert "Password: Please fill this in." in focused
    page.get_by_role("link", name="Password: Please fill this in.").click()
    assert page.evaluate("document.activeElement.name") == "password"
    assert faults_in_every_look(page) == []


def test_the_first_tab_offers_to_skip_to_the_page(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_passkey_is_offered_only_where_scripts_run(page, live_server):
    address = f"{live_server.url}/accounts/login/"
    silent = page.context.browser.new_context(java_script_enabled=False).new_page()
    page.goto(address)
    silent.goto(address)

    assert page.get_by_role("button", name="Use a passkey").count() == 1
    assert silent.get_by_role("button", name="Use a passkey").count() == 0


def test_an_answer_that_does_not_arrive_is_said_once(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")
    lost = "document.dispatchEvent(new CustomEvent('htmx:sendError'))"

    page.evaluate(f"{lost}; {lost}")

    assert page.get_by_role("alert").all_inner_texts() == [
        "That did not reach Belay. Please check your connection and try again."
    ]
