"""From signing in to the people who could help, with reasons that are in the database."""

import re

import pytest
from playwright.sync_api import expect

from matching.engine.snapshot import FACTORS
from matching.models import Outcome, Pass, Suggestion
from tests import builders
from tests.journeys.conftest import PASSWORD
from tests.journeys.ways import either_way, every_way, main
from tests.matching.working import run_now

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]


def open_suggestions(page, goal):
    page.goto(f"/goals/{goal.pk}/suggestions/")


def cards(page):
    return page.get_by_role("main").get_by_role("article")


def names(page):
    return cards(page).get_by_role("heading").all_inner_texts()


def stored_names(goal):
    rows = Suggestion.objects.filter(goal=goal).order_by("position")
    return [row.mentor.person.name for row in rows.select_related("mentor__person")]


@either_way
def test_from_the_front_door_to_five_people(
    visit, look, with_password, asking, suggested
):
    page = visit()
    page.goto("/")
    look(page, "front door")
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_role("textbox", name="Email").fill(with_password.person.email)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Mina")
    look(page, "home of a mentee")
    page.get_by_role("link", name=asking.title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"“{asking.title}”")
    look(page, "goal")
    page.get_by_role("link", name="See who could help").click()

    expect(cards(page)).to_have_count(5)
    look(page, "suggestions")
    assert names(page) == stored_names(asking)[:5]

    page.get_by_role("link", name="Show 2 more people").click()
    expect(cards(page)).to_have_count(7)
    assert names(page) == stored_names(asking)


def test_the_reasons_on_a_card_are_true(visit, mina, asking, suggested):
    page = visit(mina.person)
    open_suggestions(page, asking)

    hanna = page.get_by_role("article", name="Hanna Reuter")
    expect(hanna).to_contain_text("2 steps ahead of you")
    # Free from 17:00 to 20:00 in Berlin and in Lisbon, an hour apart.
    expect(hanna).to_contain_text(
        "10 hours shared: Mon 17:00 to 19:00, Tue 17:00 to 19:00, Wed 17:00 to 19:00"
    )
    expect(hanna).to_contain_text("To hear early what newcomers find hard.")
    skills = hanna.get_by_role("listitem").filter(has_text=re.compile("^Presence$"))
    expect(skills).to_have_count(1)
    quoted = hanna.locator("q").first.inner_text()
    assert quoted.strip("“”") == "Say what you think in meetings with senior people"


def test_what_the_factors_add_is_the_score_in_the_database(
    visit, mina, asking, suggested
):
    page = visit(mina.person)
    open_suggestions(page, asking)
    weights = Outcome.objects.get(goal=asking).weights

    for row in Suggestion.objects.filter(goal=asking, position__lt=5):
        card = page.get_by_role("article", name=row.mentor.person.name)
        card.get_by_text("How this was worked out").click()
        told = card.get_by_role("table").get_by_role("row").all_inner_texts()[1:]
        *added, together = [hundredths(line) for line in told]
        assert together == sum(added) == row.score
        factors = [getattr(row, name) for name in FACTORS]
        # What is not known counts as a half; what has no weight is not shown.
        exactly = [
            weight * (0.5 if value is None else value)
            for weight, value in zip(weights, factors, strict=True)
            if weight
        ]
        assert added == pytest.approx(exactly, abs=1)


def hundredths(line):
    """The points of a row such as "strong · 54.7 of 60", in hundredths."""
    return round(float(re.search(r"([\d.]+) of", line)[1]) * 100)


@either_way
def test_not_for_me_is_taken_back(visit, mina, mentors, asking, suggested):
    page = visit(mina.person)
    open_suggestions(page, asking)
    before = names(page)
    unwanted = before[1]

    page.get_by_role("button", name=re.compile(f"Not for me.*{unwanted}")).click()
    expect(page.get_by_role("status")).to_contain_text(
        f"{unwanted} is out of this list. Nobody is told."
    )
    assert unwanted not in names(page)
    assert Pass.objects.get().mentor.person.name == unwanted

    page.get_by_role("button", name=f"Undo: show {unwanted} again").click()
    expect(cards(page)).to_have_count(5)
    assert names(page) == before
    assert not Pass.objects.exists()


@either_way
def test_a_mentors_page_tells_of_them_in_their_words(
    visit, look, mina, mentors, asking, suggested
):
    page = visit(mina.person)
    open_suggestions(page, asking)

    page.get_by_role("link", name="Hanna Reuter", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hanna Reuter")
    expect(page.get_by_text("I rehearsed one sentence a day.")).to_be_visible()
    look(page, "mentor")
    page.get_by_role("link", name="Write to Hanna").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Write to Hanna Reuter")


@every_way
def test_a_goal_that_is_not_complete_is_matched_with_nobody_and_says_why(
    visit, look, program, mina, mentors
):
    draft = builders.goal(mina, "Lead a team", guidance="", state="draft", growth=[])
    run_now(program)
    assert not Outcome.objects.filter(goal=draft).exists()
    page = visit(mina.person)
    page.goto("/goals/")
    look(page, "goals, one a draft")
    page.get_by_role("link", name="Lead a team").first.click()

    expect(main(page)).to_contain_text(
        "This goal is a draft, and nobody is suggested for it yet. " + WHY_NOT
    )
    look(page, "goal, a draft with nothing")
    page.goto(f"/goals/{draft.pk}/suggestions/")
    expect(main(page)).to_contain_text("This goal is not ready to be matched")
    expect(main(page)).to_contain_text(WHY_NOT)
    look(page, "suggestions, not ready")
    expect(cards(page)).to_have_count(0)
    page.get_by_role("link", name="Complete the goal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("“Lead a team”")


WHY_NOT = "Say what guidance would help. Name at least one growth area."
