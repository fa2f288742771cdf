"""A letter: refused in place while something is missing, then seen, sent and waiting."""

import re
import time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mentorship.notices.models import Mail
from mentorship.pitches import actions
from mentorship.pitches.models import Pitch
from tests import builders
from tests.browsing import sign_in
from tests.journeys.ways import (
    at_both_widths,
    either_way,
    every_way,
    focus_is_on,
    fold,
    main,
    unfold,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]

WHY = "I prepare well, and then I say nothing."
WHY_YOU = "You rehearsed one sentence a day, and then you said it first."
ASK = "How did you choose the one sentence to say?"
COMMITMENT = "I will try it on Thursday and tell you how it went."
BRINGS = "I can tell you early what newcomers find hard."
INTRODUCTION = "I am an analyst in my second year."
CITED = "“In my second year I rehearsed one sentence a day.”"


@pytest.fixture
def desk(visit, mina, mentors, asking):
    """Mina's page to write to Hanna."""
    page = visit(mina.person)
    page.goto(f"/requests/write/{asking.pk}/{mentors[0].pk}/")
    return page


def fill(page, **parts):
    for label, text in parts.items():
        unfold(page, FOLDS[label])
        page.get_by_role("textbox", name=LABELS[label]).fill(text)


def pick(page, words):
    unfold(page, FOLDS["why_you"])
    page.get_by_role("checkbox", name=words).check()


def ask_for(page, deed):
    unfold(page, FOLDS["ask"])
    page.get_by_role("radio", name=deed).check()


LABELS = {
    "why": "What you hope to get",
    "why_you": "Why you ask Hanna",
    "ask": "Your question",
    "commitment": "What you will do",
    "brings": "What you bring Hanna",
    "introduction": "Who you are, in two lines",
}
FOLDS = {
    "why": "What it is about",
    "why_you": "Why Hanna",
    "ask": "What you ask",
    "commitment": "What you give",
    "brings": "What you give",
    "introduction": "Who you are",
}
COMPLETE = {
    "why": WHY,
    "why_you": WHY_YOU,
    "ask": ASK,
    "commitment": COMMITMENT,
    "brings": BRINGS,
    "introduction": INTRODUCTION,
}


def summary(page):
    return page.get_by_role("group", name="Not quite ready to go")


def check(page):
    page.get_by_role("button", name="Check what is missing").click()


def refused(page, *missing):
    """The summary has the focus and names exactly this; what was typed is still there."""
    expect(summary(page).get_by_role("link")).to_have_text(missing)
    expect(summary(page)).to_be_focused()
    assert Pitch.objects.get().state == Pitch.State.DRAFT


@every_way
def test_every_kind_of_refusal_leads_on_and_keeps_what_was_typed(desk, look):
    look(desk, "composer")

    check(desk)
    expect(summary(desk).get_by_role("link")).to_have_count(8)
    expect(summary(desk)).to_be_focused()
    look(desk, "composer, incomplete")

    fill(desk, **(COMPLETE | {"ask": "Can you be my mentor?"}))
    check(desk)
    refused(desk, PICKED, QUESTION, DEED)
    expect(main(desk)).to_contain_text(
        "This is hard to say yes to, because it asks for everything at once."
    )
    summary(desk).get_by_role("link", name=QUESTION).click()
    assert focus_is_on(desk, desk.get_by_role("textbox", name=LABELS["ask"]))

    fill(desk, ask="How do I learn Python?", commitment=" ")
    ask_for(desk, "Answer a question")
    pick(desk, CITED)
    check(desk)
    refused(desk, TOPIC, LABELS["commitment"])
    expect(main(desk)).to_contain_text("Hanna’s page says nothing about “Python”.")

    long = " ".join([COMMITMENT] * 30)
    fill(desk, ask=ASK, commitment=long)
    check(desk)
    refused(desk, "At most 300 words")
    look(desk, "composer, too long")
    desk.get_by_role("button", name="See it as Hanna will").click()
    expect(main(desk)).to_contain_text(long[:60])
    expect(desk.get_by_role("button", name="Send it to Hanna")).to_have_count(0)
    look(desk, "preview, too long")
    desk.get_by_role("link", name="Change something").click()
    unfold(desk, *FOLDS.values())
    for part, text in (COMPLETE | {"commitment": long}).items():
        expect(desk.get_by_role("textbox", name=LABELS[part])).to_have_value(text)
    expect(desk.get_by_role("checkbox", name=CITED)).to_be_checked()


PICKED = "Something of Hanna’s, picked"
QUESTION = "A question Hanna can answer"
DEED = "What Hanna would do"
TOPIC = "A topic of Hanna’s, or your word that you mean it"


@every_way
def test_a_letter_is_written_seen_and_sent(desk, look, mentors):
    fill(desk, **COMPLETE)
    pick(desk, CITED)
    ask_for(desk, "Answer a question")
    unfold(desk, "How much, and what kind of help")
    expect(desk.get_by_role("radio", name="One conversation")).to_be_checked()
    desk.get_by_role("button", name="See it as Hanna will").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("As Hanna will read it")
    letter = desk.get_by_role("article", name="The letter")
    for words in [*COMPLETE.values(), CITED]:
        expect(letter).to_contain_text(words)
    look(desk, "preview")
    assert not Mail.objects.exists()

    desk.get_by_role("button", name="Send it to Hanna").click()
    expect(desk.get_by_role("status")).to_have_text(
        "Your letter is on its way to Hanna."
    )
    look(desk, "sent request")
    assert Mail.objects.get().person == mentors[0].person

    main_nav = desk.get_by_role("navigation", name="Main")
    main_nav.get_by_role("link", name="Requests").click()
    sent = Pitch.objects.get()
    days = f"{timezone.localtime(sent.answer_by):%-d %B}"
    row = main(desk).get_by_role("listitem").filter(has_text="Hanna Reuter")
    expect(row).to_contain_text(f"there is time until {days}")
    look(desk, "my requests")


@every_way
def test_a_draft_outlives_the_page(desk, visit, mina):
    fill(desk, why=WHY)
    desk.get_by_role("button", name="Keep as a draft").click()
    expect(desk.get_by_role("status")).to_have_text(
        "Your draft is kept. Nobody else sees it."
    )

    elsewhere = visit(mina.person)
    elsewhere.goto("/requests/")
    elsewhere.get_by_role("link", name="Hanna Reuter").click()

    unfold(elsewhere, FOLDS["why"])
    written = elsewhere.get_by_role("textbox", name=LABELS["why"])
    expect(written).to_have_value(WHY)


def test_what_is_typed_is_kept_without_a_button(desk):
    rail = desk.get_by_role("complementary", name="What is still missing")
    missing = rail.get_by_role("listitem").filter(has_text="still missing")
    expect(missing).to_have_count(8)

    fill(desk, why=WHY)
    expect(rail).to_contain_text("Draft saved at")
    expect(missing).to_have_count(7)
    desk.reload()

    expect(desk.get_by_role("textbox", name=LABELS["why"])).to_have_value(WHY)


@either_way
def test_another_request_is_taken_back(visit, look, mina, mentors, asking):
    waiting = builders.pitch(asking, mentors[1])
    actions.send(waiting, by=mina.person)
    page = visit(mina.person)
    page.goto("/requests/")

    page.get_by_role("link", name="Tunde Okafor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your letter is with Tunde"
    )
    page.get_by_role("button", name="Take it back").click()

    expect(page.get_by_role("status")).to_contain_text(
        "Your request is taken back. Tunde no longer sees it."
    )
    expect(
        page.get_by_role("link", name="See everybody who suits this goal")
    ).to_be_visible()
    look(page, "request taken back")
    waiting.refresh_from_db()
    assert waiting.state == Pitch.State.WITHDRAWN


@at_both_widths
def test_a_letter_goes_from_the_keyboard_alone(desk):
    """Every press goes to what has the focus; nothing is clicked or filled from afar."""
    keys = desk.keyboard

    def tab_to(role, name):
        for _ in range(60):
            keys.press("Tab")
            if focus_is_on(desk, desk.get_by_role(role, name=name)):
                return
        pytest.fail(f"No Tab leads to the {role} {name}")

    def write(part):
        tab_to("textbox", LABELS[part])
        keys.type(COMPLETE[part])

    def go_on(part):
        if fold(desk, FOLDS[part]).is_visible():  # in the hand
            tab_to("button", f"Go on: {FOLDS[part]}")
            keys.press("Enter")
            assert focus_is_on(desk, fold(desk, FOLDS[part]))

    write("why")
    go_on("why_you")
    tab_to("checkbox", CITED)
    keys.press("Space")
    write("why_you")
    go_on("ask")
    write("ask")
    tab_to("radio", "Answer a question")
    keys.press("Space")
    go_on("commitment")
    write("commitment")
    write("brings")
    go_on("introduction")
    write("introduction")
    rail = desk.get_by_role("complementary", name="What is still missing")
    expect(rail.get_by_text("still missing")).to_have_count(0)
    tab_to("button", "See it as Hanna will")
    keys.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("As Hanna will read it")
    tab_to("button", "Send it to Hanna")
    keys.press("Enter")

    expect(desk.get_by_role("status")).to_have_text(re.compile("on its way to Hanna"))
    assert Pitch.objects.get().state == Pitch.State.SENT


@pytest.fixture
def slow_line(desk):
    """Each request takes a second and a half longer."""
    line = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    session = desk.context.new_cdp_session(desk)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", line | {"latency": 1500})


def is_saving(request):
    return request.method == "POST"


def test_typing_on_while_a_draft_is_saved_loses_nothing(desk, slow_line):
    """Nothing is broken off, which the console would call an error; the last word
    counts."""
    rail = desk.get_by_role("complementary", name="What is still missing")
    missing = rail.get_by_role("listitem").filter(has_text="still missing")

    with desk.expect_request(is_saving):
        fill(desk, why=WHY)
    fill(desk, why_you=WHY_YOU)
    desk.wait_for_timeout(900)  # longer than a pause in typing, shorter than the line
    fill(desk, commitment=COMMITMENT)

    expect(missing).to_have_count(5)
    draft = Pitch.objects.get()
    assert (draft.why, draft.why_you, draft.commitment) == (WHY, WHY_YOU, COMMITMENT)


def test_going_on_while_a_draft_is_saved_is_no_error(desk, slow_line):
    with desk.expect_request(is_saving):
        fill(desk, why=WHY)
    check(desk)

    expect(summary(desk).get_by_role("link")).to_have_count(7)


@pytest.fixture
def hand(visit, mina, mentors, asking):
    """The same page on a phone."""
    page = visit(mina.person, width=360)
    page.goto(f"/requests/write/{asking.pk}/{mentors[0].pk}/")
    return page


def test_on_a_phone_one_part_is_open_and_the_rest_is_a_line_each(hand, look):
    words = hand.get_by_role("complementary", name="In Hanna’s own words")
    story = words.get_by_text("In my second year I rehearsed")
    expect(story).to_be_hidden()
    words.get_by_role("heading", name="In Hanna’s own words").click()
    expect(story).to_be_visible()
    words.get_by_role("heading", name="In Hanna’s own words").click()
    first = hand.get_by_role("textbox")
    expect(first).to_have_count(1)
    expect(first).to_be_in_viewport()

    bar = hand.get_by_role("complementary", name="What is still missing")
    short = bar.get_by_text("8 things are still missing. 0 of 300 words")
    short.click()
    look(hand, "composer, the list on a phone")
    short.click()
    fill(hand, why=WHY)
    expect(bar).to_contain_text("7 things are still missing. 8 of 300 words")
    hand.get_by_role("button", name="Go on: Why Hanna").click()
    expect(first).to_have_accessible_name(LABELS["why_you"])
    expect(fold(hand, FOLDS["why"])).to_contain_text(f": complete{WHY}")
    expect(bar).to_be_in_viewport()

    bar.get_by_text("7 things are still missing").first.click()
    bar.get_by_role("link", name=LABELS["introduction"]).click()
    last = hand.get_by_role("textbox", name=LABELS["introduction"])
    assert focus_is_on(hand, last)
    expect(last).to_be_in_viewport(ratio=1)
    expect(bar.get_by_role("listitem")).to_have_count(0)  # it is folded again

    hand.goto(hand.url.partition("#")[0])
    expect(first).to_have_accessible_name(LABELS["why_you"])


def test_a_wording_goes_into_an_empty_field_and_never_over_a_written_one(desk):
    question = desk.get_by_role("textbox", name=LABELS["ask"])
    ways = desk.locator("details").filter(has_text="Ways to ask for something small")
    ways.get_by_text("Ways to ask for something small").click()
    first = ways.get_by_role("button", name="Begin with this").first
    last = ways.get_by_role("button", name="Begin with this").last

    first.click()
    expect(question).to_have_value(re.compile("^You wrote: “In my second year"))
    assert focus_is_on(desk, question)
    rail = desk.get_by_role("complementary", name="What is still missing")
    expect(rail).to_contain_text("Draft saved at")

    last.click()
    expect(question).to_have_value(re.compile("^You wrote"))
    assert Pitch.objects.get().state == Pitch.State.DRAFT
    assert not Mail.objects.exists()


def late(route):
    """Let an answer come half a second after it was asked for."""
    time.sleep(0.5)
    route.continue_()


def test_another_topic_and_another_kind_of_help_are_shown_and_taken_on(desk, mentors):
    hanna = mentors[0]
    hanna.supports = ["coaching"]
    hanna.save(update_fields=["supports"])
    fill(desk, **(COMPLETE | {"ask": "How do I learn Python?"}))
    desk.get_by_role("checkbox", name=CITED).check()
    desk.get_by_role("radio", name="Answer a question").check()
    topic = desk.get_by_role("checkbox", name="I know, and I mean to ask about it")
    help_ = desk.get_by_role("checkbox", name="I know, and I mean to ask for it")
    expect(topic).to_be_visible()
    expect(help_).to_be_visible()

    for box in (topic, help_):
        # An answer that comes late, to what was sent before, takes no tick away.
        desk.get_by_role("textbox", name=LABELS["brings"]).press("End")
        desk.route("**/requests/write/**", late)
        with desk.expect_request(lambda sent: sent.method == "POST"):
            desk.keyboard.type(".")
        box.focus()
        with desk.expect_response(lambda got: got.request.method == "POST"):
            desk.keyboard.press("Space")
        expect(box).to_be_checked()
        desk.wait_for_timeout(300)  # the answer is swapped in around it
        assert focus_is_on(desk, box)

    desk.get_by_role("button", name="See it as Hanna will").click()
    expect(desk.get_by_role("button", name="Send it to Hanna")).to_be_visible()


def test_a_broken_line_keeps_the_text_and_the_next_pause_saves_it(
    browser, live_server, client, mina, mentors, asking
):
    """With a context of its own: a failed request is an error on the console."""
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    sign_in(page, client, mina.person, live_server.url)
    page.goto(f"/requests/write/{asking.pk}/{mentors[0].pk}/")
    context.set_offline(True)
    fill(page, why=WHY)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("textbox", name=LABELS["why"])).to_have_value(WHY)

    context.set_offline(False)
    fill(page, commitment=COMMITMENT)
    rail = page.get_by_role("complementary", name="What is still missing")
    expect(rail).to_contain_text("Draft saved at")
    context.close()

    draft = Pitch.objects.get()
    assert (draft.why, draft.commitment) == (WHY, COMMITMENT)
