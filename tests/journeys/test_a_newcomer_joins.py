"""From no account at all to a first goal, by somebody who has no work to show yet."""

import re

import pytest
from playwright.sync_api import expect

from matching.actions import refresh_goal
from mentorship.goals.models import Goal
from mentorship.notices.models import Mail
from tests.journeys.conftest import PASSWORD
from tests.journeys.ways import every_way, main, unfold
from tests.matching.working import run_now

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]


@pytest.fixture
def email(scripts, width):
    """An address of each test's own: codes to one address are limited."""
    return f"noor.{scripts}.{width}@example.org".lower()


def heading(page):
    return page.get_by_role("heading", level=1)


def textbox(page, name):
    return page.get_by_role("textbox", name=name)


def save_and_go_on(page):
    page.get_by_role("button", name="Save and go on").click()


def code_for(email):
    mail = Mail.objects.filter(recipient=email).first()
    return re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.text, re.MULTILINE)[1]


def go_on(page):
    page.get_by_role("button", name="Save and go on").click()


def on_another_device(visit, email, program):
    """She stops here, and goes on with another browser that knows nothing of the first."""
    page = visit()
    page.goto(f"/programs/{program.slug}/")
    main(page).get_by_role("link", name="I have an account").click()
    textbox(page, "Email").fill(email)
    textbox(page, "Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    return page


@every_way
def test_somebody_new_signs_up_joins_and_writes_a_goal(
    visit, look, email, scripts, program, mentors, asking
):
    run_now(program)
    page = visit()
    page.goto(f"/programs/{program.slug}/")
    expect(heading(page)).to_have_text("Ropes")
    look(page, "welcome of a program")
    main(page).get_by_role("link", name="Join Ropes").click()
    look(page, "sign-up")
    textbox(page, "Email").fill(email)
    textbox(page, "Password").fill(PASSWORD)
    page.get_by_role("button", name="Create my account").click()

    expect(heading(page)).to_have_text("Is this address yours?")
    look(page, "code")
    textbox(page, "Code").fill("WRONGX")
    page.get_by_role("button", name="Go on").click()
    expect(page).to_have_title(re.compile("^Error:"))
    textbox(page, "Code").fill(code_for(email))
    page.get_by_role("button", name="Go on").click()

    # Back on the way that began with "Join".
    expect(heading(page)).to_contain_text("What brings you here?")
    look(page, "joining: roles")
    go_on(page)
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_role("checkbox", name="find somebody who helps me").check()
    go_on(page)
    expect(heading(page)).to_have_text("What should people call you?")
    look(page, "joining: name")
    textbox(page, "What people call you").fill("Noor Aziz")
    go_on(page)
    expect(heading(page)).to_contain_text("Which languages")
    look(page, "joining: languages")
    page.get_by_role("checkbox", name="Portuguese").check()
    page.get_by_role("checkbox", name="English").check()
    if scripts:
        expect(page.get_by_label("Time zone")).not_to_have_value("")
    else:
        page.get_by_label("Time zone").select_option("Europe/Lisbon")
    go_on(page)

    page = on_another_device(visit, email, program)
    expect(heading(page)).to_have_text("What do you do now?")
    expect(main(page)).to_contain_text("4 of 6")
    look(page, "joining: work")
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_role("checkbox", name="Portuguese")).to_be_checked()
    go_on(page)
    page.get_by_role("checkbox", name="I have no work history yet").check()
    go_on(page)
    look(page, "joining: hours")
    page.get_by_role("checkbox", name="Tuesday, Evenings").check()
    go_on(page)
    look(page, "joining: looking")
    page.get_by_role("radio", name="Yes, I am looking").check()
    go_on(page)
    expect(heading(page)).to_have_text("Check your answers")
    look(page, "joining: check")
    expect(main(page)).to_contain_text("No work history yet")
    page.get_by_role("link", name=re.compile("^Change ?: Name$")).click()
    textbox(page, "What people call you").fill("Noor")
    go_on(page)
    expect(main(page).get_by_text("Noor", exact=True)).to_be_visible()
    page.get_by_role("button", name="Join Ropes").click()

    expect(heading(page)).to_have_text("What is this goal for?")
    page.get_by_role("radio", name=re.compile("^Get through something")).check()
    save_and_go_on(page)
    textbox(page, "What do you want?").fill("Find my first job")
    page.get_by_role("button", name="Save and come back later").click()

    expect(heading(page)).to_have_text("“Find my first job”")
    expect(main(page)).to_contain_text("This goal is a draft")
    look(page, "goal, draft")
    page.get_by_role("link", name="Go on with it").click()
    textbox(page, re.compile("^What guidance would help")).fill(
        "What I should say in a first meeting with senior people."
    )
    save_and_go_on(page)
    page.goto(f"/goals/{Goal.objects.get(title='Find my first job').pk}/edit/")
    page.get_by_role("button", name="This is my goal").click()
    textbox(page, re.compile("^What comes to mind")).fill("asking for help")
    page.get_by_role("button", name="Save and come back later").click()

    page.get_by_role("link", name="Say what matters").first.click()
    expect(heading(page)).to_have_text("What matters to me in a mentor")
    look(page, "what matters")
    save_and_go_on(page)

    expect(heading(page)).to_have_text("“Find my first job”")
    page.get_by_role("link", name="See who could help").click()
    expect(main(page).get_by_role("status")).to_contain_text(
        "this list is being made again"
    )
    look(page, "suggestions, being made")
    refresh_goal(Goal.objects.get(title="Find my first job").pk)
    if not scripts:
        page.reload()

    # Nothing is known of her work, and people are there all the same.
    cards = main(page).get_by_role("article")
    expect(cards).to_have_count(5)
    expect(cards.first).to_contain_text("level not known yet")
    expect(cards.first).not_to_contain_text("shared hours not known yet")

    page.get_by_role("link", name="Write to Hanna").click()
    write_the_letter(page)
    page.get_by_role("button", name="See it as Hanna will").click()
    expect(heading(page)).to_have_text("As Hanna will read it")
    page.get_by_role("button", name="Send it to Hanna").click()
    expect(heading(page)).to_have_text("Your letter is with Hanna")
    assert Mail.objects.filter(event__endswith="-sent").count() == 1


def write_the_letter(page):
    """A good pitch, as somebody writes it who never had a mentor."""
    told = {
        "What you hope to get": "I want to find my first job and do not know how.",
        "Why you ask Hanna": "You rehearsed one sentence a day until you said it.",
        "Your question": "How did you begin a talk with senior people?",
        "What you will do": "I will try it once and tell you how it went.",
        "What you bring Hanna": "I can tell you what newcomers find hard.",
        "Who you are, in two lines": "I have just finished school.",
    }
    unfold(page, "Why Hanna", "What you ask", "What you give", "Who you are")
    for label, text in told.items():
        textbox(page, label).fill(text)
    page.get_by_role("group", name="What of Hanna’s spoke to you").get_by_role(
        "checkbox"
    ).first.check()
    page.get_by_role("radio", name="Answer a question").check()
