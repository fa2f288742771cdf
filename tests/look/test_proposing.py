"""An admin proposes pairs and asks what if; two people say yes. At every width, in the
dark, without scripts where it matters, without a barrier."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from matching import actions
from matching.models import ProposalSet
from mentorship.relationships.models import Relationship
from tests import builders
from tests.browsing import faults_in_every_look, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two_goals(settings, program, mina, eve, omar, ivan):
    settings.BELAY_ENCODER = "lexical"
    return [builders.goal(mina), builders.goal(eve, "Find my first job")]


def test_pairs_are_proposed_and_two_say_yes(
    page, live_server, client, program, ada, mina, two_goals
):
    sign_in(page, client, ada, live_server.url)
    page.goto(f"{live_server.url}/programs/{program.slug}/overview/")
    page.get_by_role("link", name="Propose pairs for everybody").click()
    page.get_by_role("button", name="Make a draft").click()
    expect(page).to_have_title(re.compile("^Error:"))
    found = faults_in_every_look(page)
    page.get_by_label("Why you suggest this").fill("You both wrote about speaking up")
    page.get_by_role("button", name="Make a draft").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    found += faults_in_every_look(page)

    actions.draft(ProposalSet.objects.get().pk)  # what a worker does
    page.get_by_role("link", name="Look it through").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 pairs are proposed")
    page.get_by_role("button", name=re.compile(r"Leave out\s*: Eve Novak")).click()
    found += faults_in_every_look(page)
    page.get_by_role("link", name="Go on to publishing").click()
    expect(page.get_by_role("main")).to_contain_text("2 people get one mail each")
    found += faults_in_every_look(page)
    page.get_by_role("button", name="Publish and write to them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "1 pair was put to its people"
    )
    found += faults_in_every_look(page)

    put = ProposalSet.objects.get().proposals.get(state="open")
    for person, yes in [
        (put.mentor.person, "I would like to talk with Mina"),
        (mina.person, "I would like to talk with"),
    ]:
        sign_in(page, client, person, live_server.url)
        page.goto(live_server.url)
        page.get_by_role("link", name="Look and answer").first.click()
        found += faults_in_every_look(page)
        page.get_by_role("main").get_by_role("listitem").get_by_role("link").click()
        expect(page.get_by_role("main")).to_contain_text("Suggested by Ada Lind")
        found += faults_in_every_look(page)
        page.get_by_role("button", name=re.compile(yes)).click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("You both said yes")
    expect(main).to_contain_text("So there is no letter.")
    found += faults_in_every_look(page)
    assert Relationship.objects.get().goal.mentee == mina
    assert found == []


def test_what_if_and_one_pair(page, live_server, client, program, ada, two_goals):
    sign_in(page, client, ada, live_server.url)
    page.goto(live_server.url + reverse("matching:studies", args=[program.slug]))
    found = faults_in_every_look(page)
    page.get_by_label("How many more").fill("0")
    page.get_by_role("button", name=re.compile("Add them")).click()
    expect(page).to_have_title(re.compile("^Error:"))
    found += faults_in_every_look(page)
    page.get_by_label("How many more").fill("3")
    page.get_by_role("button", name=re.compile("Add them")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("With 3 more mentors")
    found += faults_in_every_look(page)

    page.get_by_role("link", name="What if").click()
    page.get_by_role("button", name="Look closer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("first")
    found += faults_in_every_look(page)

    page.goto(live_server.url + reverse("matching:try", args=[program.slug]))
    page.get_by_role("button", name="Try these two").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Eve Novak")
    found += faults_in_every_look(page)
    assert found == []
