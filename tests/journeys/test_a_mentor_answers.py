"""Requests answered, mostly on a phone: a yes, a no in kind words, and a tab that came too late."""

import pytest
from playwright.sync_api import expect

from mentorship.goals.models import AssessmentItem
from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.relationships.models import Relationship
from tests.journeys.ways import either_way, every_way, main

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]

PRIVATE = "She reminds me of somebody I would rather forget."


@pytest.fixture
def width():
    """A mentor answers on the way home, unless a test says otherwise."""
    return 360


@pytest.fixture
def sent(goal, pitch, mina):
    """Mina's request to Omar, with an assessment of which only a part is for him."""
    for text, visibility in [
        ("I freeze when my boss looks up", "me"),
        ("Standing up in the Monday round", "mentor"),
    ]:
        AssessmentItem.objects.create(
            goal=goal, kind="challenge", text=text, visibility=visibility
        )
    return actions.send(pitch, by=mina.person)


def open_inbox(page, name):
    page.goto("/requests/inbox/")
    page.get_by_role("link", name=name).click()


@either_way
def test_a_mentor_says_yes_and_both_begin(visit, look, sent, mina, omar):
    page = visit(omar.person)
    page.goto("/")
    look(page, "home of a mentor")
    page.get_by_role("link", name="Open my inbox").click()
    look(page, "inbox")
    page.get_by_role("link", name="Mina Costa").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Mina Costa asks you for one conversation"
    )
    expect(main(page)).to_contain_text("speaking up")
    expect(main(page)).not_to_contain_text("I freeze when my boss looks up")
    expect(main(page)).not_to_contain_text("Standing up in the Monday round")
    look(page, "request")

    page.get_by_role("link", name="Say yes to Mina").click()
    look(page, "accept")
    page.get_by_role("textbox", name="A word to go with it").fill(
        "Gladly. Thursday at five?"
    )
    page.get_by_role("button", name="Yes, let us talk").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You and Mina Costa")
    expect(main(page)).to_contain_text("Getting to know each other")
    look(page, "relationship of a mentor")
    assert Relationship.objects.get().mentor == omar

    minas = visit(mina.person)
    minas.goto("/requests/")
    minas.get_by_role("link", name="Omar Haddad").click()
    expect(minas.get_by_role("heading", level=1)).to_have_text("Omar said yes")
    expect(main(minas)).to_contain_text("Gladly. Thursday at five?")
    minas.get_by_role("link", name="Go to you and Omar").click()
    expect(minas.get_by_role("heading", level=1)).to_have_text("You and Omar Haddad")
    expect(main(minas)).to_contain_text("Getting to know each other")
    look(minas, "relationship of a mentee")


@every_way
def test_a_no_is_kind_and_its_reason_private(visit, look, sent, mina, omar):
    page = visit(omar.person)
    open_inbox(page, "Mina Costa")
    page.get_by_role("link", name="Not right now").click()
    look(page, "decline")
    words = page.get_by_role("textbox", name="What they will read")
    page.get_by_role("link", name="In one line").click()
    expect(words).to_have_value(
        "Hello Mina,\n\nthank you for asking me. I can't take this on right now.\n\nOmar"
    )
    words.fill("Thank you, Mina. My weeks are full until spring.")
    page.get_by_role("textbox", name="Why, only for yourself").fill(PRIVATE)
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("status")).to_have_text(
        "Your answer is sent. Thank you for giving one."
    )
    page.get_by_role("link", name="Mina Costa").click()
    expect(main(page)).to_contain_text(f"Only for you: {PRIVATE}")
    look(page, "request, declined")

    minas = visit(mina.person)
    minas.goto("/requests/")
    assert PRIVATE not in minas.content()
    minas.get_by_role("link", name="Omar Haddad").click()
    expect(minas.get_by_role("heading", level=1)).to_have_text(
        "Omar can’t take this on right now"
    )
    expect(main(minas)).to_contain_text("My weeks are full until spring.")
    next_steps = ["See everybody who suits this goal", "Look at your goal"]
    for step in next_steps:
        expect(minas.get_by_role("link", name=step)).to_be_visible()
    assert PRIVATE not in minas.content()
    look(minas, "answer of no")
    for mail in Mail.objects.all():
        assert PRIVATE not in mail.text + mail.html + mail.subject


def say(page, answer):
    """Whatever stands on the page that a mentor opened to answer."""
    if answer == "yes":
        page.get_by_role("button", name="Yes, let us talk").click()
    else:
        words = page.get_by_role("textbox", name="What they will read")
        words.fill(f"Not now, says {page.url}")
        page.get_by_role("button", name="Send this answer").click()


PAGES = {"yes": "accept/?text=short", "no": "decline/?text=short"}


@either_way
@pytest.mark.parametrize(
    ("first", "late", "told"),
    [
        ("yes", "no", "You have said yes to this already."),
        ("no", "yes", "You have answered this already."),
        ("no", "no", "You have answered this already."),
    ],
)
def test_a_second_tab_says_that_it_is_answered(visit, sent, omar, first, late, told):
    tab = visit(omar.person)
    other = tab.context.new_page()
    tab.goto(f"/requests/{sent.pk}/{PAGES[first]}")
    other.goto(f"/requests/{sent.pk}/{PAGES[late]}&other-tab")

    say(tab, first)
    tab.wait_for_url(lambda url: "text=" not in url)
    say(other, late)

    expect(other.get_by_role("alert")).to_have_text(told)
    assert Relationship.objects.count() == (first == "yes")
    sent.refresh_from_db()
    assert "other-tab" not in sent.answer


def test_whoever_looks_in_an_empty_inbox_is_told_what_comes(visit, look, omar):
    page = visit(omar.person)
    page.goto("/requests/inbox/")

    expect(main(page)).to_contain_text("Nobody is waiting for you")
    look(page, "inbox, empty")
