"""What matters and what it costs, people side by side, and what follows a request."""

import pytest
from playwright.sync_api import expect

from matching.actions import refresh_goal
from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from tests import builders
from tests.journeys.ways import either_way, every_way, main

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]


def heading(page):
    return page.get_by_role("heading", level=1)


def count_again(page, scripts):
    if not scripts:
        page.get_by_role("button", name="Count who would remain").click()


@every_way
def test_a_deal_breaker_says_what_it_costs_and_who_is_gone(
    visit, look, scripts, mina, asking, suggested
):
    page = visit(mina.person)
    page.goto(f"/goals/{asking.pk}/criteria/")
    count_again(page, scripts)
    told = page.locator("#remaining")
    expect(told).to_contain_text("7 people would remain of 7 mentors in the program.")
    look(page, "what matters, counted")

    page.get_by_label("Speaks", exact=False).first.select_option("Finnish")
    count_again(page, scripts)
    expect(told).to_contain_text("Nobody would remain of 7 mentors in the program.")
    expect(told).to_contain_text("7 people: They do not speak the language")
    look(page, "what matters, nobody left")
    assert not asking.criteria.exists()

    page.get_by_role("button", name="Save and go on").click()
    refresh_goal(asking.pk)
    page.goto(f"/goals/{asking.pk}/suggestions/")
    expect(main(page)).to_contain_text("Nobody fits this goal right now")
    why = page.get_by_role("complementary", name="About this list")
    expect(why).to_contain_text("7 people: They do not speak the language")
    look(page, "suggestions, nobody left")


@either_way
def test_two_people_stand_side_by_side(visit, look, mina, asking, suggested):
    page = visit(mina.person)
    page.goto(f"/goals/{asking.pk}/suggestions/")
    for name in ("Hanna Reuter", "Tunde Okafor"):
        page.get_by_role("checkbox", name=f"Compare {name}").check()
    page.get_by_role("button", name="See those I ticked side by side").click()

    expect(heading(page)).to_have_text("2 people for your goal, side by side")
    table = page.get_by_role("table", name="People side by side")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table.get_by_role("row", name="Level")).to_contain_text("ahead of you")
    look(page, "side by side")


@every_way
def test_a_request_is_changed_until_it_is_read_and_others_follow_a_no(
    visit, look, mina, mentors, asking, suggested
):
    hanna = mentors[0]
    pitch = builders.pitch(asking, hanna)
    actions.send(pitch, by=mina.person)
    page = visit(mina.person)
    page.goto(f"/requests/{pitch.pk}/")
    expect(main(page)).to_contain_text("Not opened yet")
    look(page, "request, not opened")
    page.get_by_role("button", name="Change it").click()
    expect(main(page)).to_contain_text("This is a draft again.")
    actions.send(Pitch.objects.get(), by=mina.person)
    page.goto(f"/requests/{pitch.pk}/")
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("button", name="Undo: let it go to Hanna after all").click()
    expect(heading(page)).to_have_text("Your letter is with Hanna")

    actions.decline(pitch, by=hanna.person, answer="My weeks are full.")
    page.reload()
    expect(heading(page)).to_have_text("Hanna can’t take this on right now")
    expect(page.get_by_role("link", name="Write to")).to_have_count(2)
    look(page, "after a no")
    page.get_by_role("button", name="Thank Hanna all the same").click()
    expect(main(page)).to_contain_text("You thanked Hanna on")
