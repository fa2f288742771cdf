"""An admin changes what counts how much and keeps two people apart; a mentee insists
on facts. Without scripts, at every width, in the dark, without a barrier."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Network
from mentorship.goals.models import Condition
from mentorship.programs.models import NeverPair, Rules
from tests.browsing import faults_in_every_look, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_new_version_of_what_counts(page, live_server, client, program, ada):
    sign_in(page, client, ada, live_server.url)
    page.goto(f"{live_server.url}/programs/{program.slug}/overview/")
    page.get_by_role("link", name="What counts how much").click()
    found = faults_in_every_look(page)

    growth = page.get_by_role("group", name="Grow in my career")
    growth.get_by_label("Level distance").fill("130")
    page.get_by_label("Why it changes").fill("Peers matter more to us")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page).to_have_title(re.compile("^Error:"))
    found += faults_in_every_look(page)
    expect(page.get_by_label("Why it changes")).to_have_value("Peers matter more to us")

    growth.get_by_label("Level distance").fill("3")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Version 1")
    assert Rules.objects.get().weights["growth"]["level"] == 3

    page.get_by_role("link", name="Version 1").click()
    found += faults_in_every_look(page)
    shipped = reverse("matching:weights_version", args=[program.slug, 0])
    page.goto(f"{live_server.url}{shipped}")
    page.get_by_role("button", name="Go back to these").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Version 2")
    assert found == []


def test_two_people_are_kept_apart(page, live_server, client, program, ada, mina, omar):
    sign_in(page, client, ada, live_server.url)
    page.goto(f"{live_server.url}/programs/{program.slug}/apart/")
    found = faults_in_every_look(page)

    page.get_by_label("E-mail address of the mentee").fill(mina.person.email)
    page.get_by_label("E-mail address of the mentor").fill(omar.person.email)
    page.get_by_role("button", name="Keep these two apart").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One pair is kept apart")
    found += faults_in_every_look(page)

    page.get_by_role("button", name=re.compile("Keep apart no more")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody is kept apart")
    assert not NeverPair.objects.exists()
    assert found == []


def test_facts_are_insisted_on_without_scripts(page, live_server, client, goal):
    Network.objects.create(name="Alumni")
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    sign_in(plain, client, goal.mentee.person, live_server.url)
    plain.goto(f"{live_server.url}/goals/{goal.pk}/criteria/")

    plain.get_by_label("Works in the place").fill("Porto")
    plain.get_by_label("Works (optional)").select_option("outside")
    plain.get_by_role("button", name="Save and go on").click()
    expect(
        plain.get_by_role("link", name=re.compile("does not say yet"))
    ).to_be_visible()
    expect(plain.get_by_label("Works in the place")).to_have_value("Porto")
    plain.get_by_label("Works (optional)").select_option("")
    plain.get_by_role("button", name="Save and go on").click()

    expect(plain.get_by_text("Porto: must be so")).to_be_visible()
    assert Condition.objects.get().words == "Porto"


def test_what_matters_has_no_barrier(page, live_server, client, goal, omar):
    sign_in(page, client, goal.mentee.person, live_server.url)
    page.goto(f"{live_server.url}/goals/{goal.pk}/criteria/")
    found = faults_in_every_look(page)
    page.get_by_role("button", name="Save and go on").click()
    found += faults_in_every_look(page)
    sign_in(page, client, omar.person, live_server.url)
    page.goto(f"{live_server.url}/programs/taking-part/{omar.pk}/")
    found += faults_in_every_look(page)

    assert found == []
