"""A mentee looks around without a suggestion: search, save, note, lead, the program."""

import re

import pytest
from playwright.sync_api import expect

from mentorship.finding.models import Lead, MatchRequest
from tests import builders
from tests.journeys.ways import main

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]


def heading(page):
    return page.get_by_role("heading", level=1)


def test_from_a_typing_error_to_the_programs_queue(
    visit, look, program, mina, goal, mentors
):
    builders.knows(mentors[0].person, "public-speaking")
    page = visit(mina.person)
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Find").click()
    expect(heading(page)).to_have_text("One goal has nobody yet")
    look(page, "goals without cover")

    # Search, with a typing error.
    page.get_by_role("link", name="Everybody").click()
    expect(heading(page)).to_have_text("7 people you can find")
    look(page, "directory")
    page.get_by_role("textbox", name="Name, skill or topic").fill("publik speakin")
    page.get_by_role("button", name="Search").click()
    expect(heading(page)).to_have_text("One person you can find")
    look(page, "directory, narrowed")

    # Save without leaving the list, then a note on the person's page.
    page.get_by_role("button", name=re.compile("Save .*Hanna Reuter")).click()
    expect(page.get_by_role("status")).to_contain_text("Hanna Reuter is saved.")
    saved = page.get_by_role("button", name=re.compile("Saved .*Hanna Reuter"))
    expect(saved).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Hanna Reuter", exact=True).click()
    expect(main(page)).to_contain_text("I rehearsed one sentence a day.")
    look(page, "person")
    page.get_by_role("textbox", name="A note for myself").fill("Asks good questions")
    page.get_by_role("button", name="Keep this note").click()
    expect(page.get_by_role("status")).to_contain_text("Only you read it.")
    assert Lead.objects.get().note == "Asks good questions"

    # Somebody from outside, seen at work.
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Find").click()
    page.get_by_role("link", name="Ways to find").click()
    look(page, "ways to find")
    page.get_by_role("link", name="Answer the two questions").click()
    look(page, "lead by hand")
    page.get_by_role("textbox", name="Who inspires or challenges you?").fill("Hanna")
    page.get_by_role("button", name="Write down").click()
    look(page, "lead by hand, asked back")
    page.get_by_role("radio", name="None of these: somebody outside of Belay").check()
    page.get_by_role("button", name="Write down").click()
    expect(heading(page)).to_have_text("People I have in mind")
    expect(main(page)).to_contain_text("Outside of Belay")
    look(page, "leads")

    # By a skill, and the program.
    page.get_by_role("link", name="Skills").click()
    look(page, "skills")
    page.get_by_role("link", name="Public speaking").click()
    expect(page.get_by_role("article", name="Hanna Reuter")).to_be_visible()
    look(page, "exemplars")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Find").click()
    page.get_by_role("link", name="What else helps").click()
    look(page, "sources")
    page.go_back()
    page.get_by_role("link", name="Ask the program to look").click()
    look(page, "ask the program")
    page.get_by_role("button", name="Ask the program").click()
    expect(heading(page)).to_contain_text("you are next")
    look(page, "waiting in the queue")
    assert MatchRequest.objects.get().state == "waiting"


def test_an_admin_takes_it_and_suggests_somebody(
    visit, look, program, ada, mina, goal, mentors
):
    MatchRequest.objects.create(goal=goal, note="Mornings are best.")
    page = visit(ada)
    page.goto(f"/programs/{program.slug}/overview/")
    page.get_by_role("link", name="Mentees who asked you").click()
    look(page, "queue")
    page.get_by_role("button", name=re.compile("Take this.*Mina Costa")).click()
    page.get_by_role("textbox", name="Find a mentor by name").fill("hanna")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("radio", name="Hanna Reuter").check()
    look(page, "answer to a match request")
    page.get_by_role("textbox", name="What the mentee reads").fill("she was there too.")
    page.get_by_role("button", name="Answer").click()
    expect(heading(page)).to_have_text("Nobody waits for you")
    page.goto(f"/requests/routes/{program.slug}/")
    look(page, "report of ways")

    reader = visit(mina.person)
    reader.goto(f"/find/goals/{goal.pk}/program/")
    expect(heading(reader)).to_have_text("Ada Lind suggests Hanna Reuter, because:")
    expect(main(reader)).to_contain_text("she was there too.")
    look(reader, "answer from the program")
