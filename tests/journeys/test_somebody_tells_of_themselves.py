"""The small pages of the profile in a browser: judged, by keyboard, and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import FreeHours, Network, NetworkMembership, Style
from tests import builders
from tests.journeys.ways import either_way, main

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]
PAGES = ["about", "tracks", "path", "skills", "stories", "links", "style", "networks"]
PAGES += ["findable", "identity", "preview", "me"]


@either_way
def test_a_week_and_six_questions_are_told_on_a_phone(visit, look, scripts, mina):
    person = mina.person
    builders.story(person, "I rehearsed until the moment had passed.")
    builders.track(person)
    builders.knows(person, "finesse")
    person.links.create(url="https://example.org/talk", label="My talk")
    hidden = Network.objects.create(name="Hidden circle", sensitive=True)
    NetworkMembership.objects.create(person=person, network=hidden)
    page = visit(person, width=360)
    for name in PAGES:
        page.goto(reverse(f"accounts:{name}"))
        look(page, f"profile: {name}")
    page.goto(reverse("accounts:hours"))
    look(page, "profile: hours")

    page.get_by_role("checkbox", name="Monday 17:00").focus()
    page.keyboard.press("Space")
    if scripts:
        page.keyboard.press("ArrowDown")  # in the hand a day stands upright
        page.keyboard.press("Space")
    page.get_by_label("Copy this day").select_option("0")
    page.get_by_label("to these days").select_option("workdays")
    if scripts:
        page.get_by_role("button", name="Copy now").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(main(page)).to_contain_text("On 5 days")
    page.get_by_role("link", name="How I like to talk").click()
    page.get_by_role("radio", name="what does not work, straight away").first.check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(main(page)).to_contain_text("1 of 6 answered")

    mask = 0b11 << 34 if scripts else 1 << 34
    told = dict(FreeHours.objects.values_list("weekday", "slots"))
    assert told == dict.fromkeys(range(5), mask) | {5: 0, 6: 0}
    style = Style.objects.get(person=person)
    assert (style.direct, style.writing) == (-2, None)
