"""A goal, page after page: left half-way, taken up elsewhere, assessed."""

import re

import pytest
from playwright.sync_api import expect

from mentorship.goals.models import Goal
from tests.journeys.ways import focus_is_on, main
from tests.matching.working import run_now

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]

WANT = "Say hard things so that people still talk to me"
GUIDANCE = "How others say what they think in meetings with senior people."

# Tab leads to a group of radios; arrows lead to the others of it.
RADIO_IN_FOCUS = (
    "document.activeElement.type === 'radio' && document.activeElement.name"
)


class Pointer:
    """Fills in and presses as somebody does who points at things."""

    def __init__(self, page):
        self.page = page

    def find(self, role, name):
        return main(self.page).get_by_role(role, name=name).first

    def write(self, name, text):
        self.find("textbox", name).fill(text)

    def choose(self, role, name):
        self.find(role, name).check()

    def press(self, role, name):
        self.find(role, name).click()


class Keys(Pointer):
    """The same from the keyboard alone: whatever is pressed goes to the focus."""

    def tab_to(self, target):
        group = target.get_attribute("name") if target.count() else None
        for _ in range(90):
            self.page.keyboard.press("Tab")
            if focus_is_on(self.page, target):
                return
            if group and self.page.evaluate(RADIO_IN_FOCUS) == group:
                return
        pytest.fail(f"No Tab leads to {target}")

    def write(self, name, text):
        self.tab_to(self.find("textbox", name))
        self.page.keyboard.type(text)

    def choose(self, role, name):
        target = self.find(role, name)
        self.tab_to(target)
        if role == "checkbox":
            self.page.keyboard.press("Space")
            return
        for _ in range(12):
            if target.is_checked():
                return
            same = focus_is_on(self.page, target)
            self.page.keyboard.press("Space" if same else "ArrowDown")
        pytest.fail(f"No arrow leads to {target}")

    def press(self, role, name):
        self.tab_to(self.find(role, name))
        self.page.keyboard.press("Enter")


def heading(page):
    return page.get_by_role("heading", level=1)


def go_on(hand):
    hand.press("button", "Save and go on")


@pytest.mark.parametrize(
    ("scripts", "hand_of", "width"),
    [(True, Pointer, 360), (False, Keys, 360), (True, Keys, 1280)],
    ids=["pointer on a phone", "keyboard on a phone, no scripts", "keyboard at a desk"],
)
def test_a_goal_is_said_left_taken_up_and_assessed(
    visit, look, scripts, hand_of, program, mentors, asking, mina
):
    run_now(program)  # so that concepts have vectors
    asking.delete()
    page = visit(mina.person)
    hand = hand_of(page)

    page.goto("/")
    hand.press("link", re.compile("^Go on"))
    expect(heading(page)).to_have_text("What is this goal for?")
    look(page, "goal: purpose")
    hand.choose("radio", re.compile("^Learn a skill"))
    go_on(hand)
    expect(heading(page)).to_have_text("What do you want?")
    expect(main(page)).to_contain_text("2 of 7")
    look(page, "goal: want")
    hand.write("What do you want?", WANT)
    go_on(hand)
    expect(heading(page)).to_contain_text("What guidance would help?")
    look(page, "goal: guidance")
    page.context.close()

    # On another device, the next evening.
    page = visit(mina.person)
    hand = hand_of(page)
    page.goto("/goals/")
    hand.press("link", re.compile("^Finish this goal"))
    expect(heading(page)).to_contain_text("What guidance would help?")
    hand.press("link", "Back")
    expect(page.get_by_role("textbox", name="What do you want?")).to_have_value(WANT)
    go_on(hand)
    hand.write("What guidance would help?", GUIDANCE)
    go_on(hand)

    expect(heading(page)).to_contain_text("Is it about these?")
    look(page, "goal: concepts")
    chips = page.get_by_role("group", name="What you wrote sounds like")
    picked = chips.locator("label").first.inner_text().strip()
    hand.choose("checkbox", picked)
    go_on(hand)
    expect(heading(page)).to_have_text("What kind of help do you mean?")
    look(page, "goal: support")
    hand.choose("radio", re.compile("^Coaching"))
    go_on(hand)
    expect(heading(page)).to_have_text("How would you like to meet?")
    look(page, "goal: format")
    go_on(hand)
    expect(heading(page)).to_have_text("Anything else?")
    look(page, "goal: more")
    hand.choose("radio", "At my level")
    go_on(hand)
    expect(heading(page)).to_have_text("Look over what you wrote")
    look(page, "goal: all answers")
    hand.press("button", "This is my goal")
    expect(heading(page)).not_to_have_text("Look over what you wrote")

    goal = Goal.objects.get()
    assert (goal.title, goal.guidance, goal.state) == (WANT, GUIDANCE, "active")
    assert (goal.support, goal.format, goal.level_low) == (
        "coaching",
        "conversation",
        0,
    )
    assert [row.label for row in goal.wanted.all()] == [picked]

    expect(heading(page)).to_have_text("Think of the last time this went wrong.")
    look(page, "goal: exercise")
    hand.write("What comes to mind", "finding the first words")
    hand.choose("radio", re.compile("^My mentor"))
    go_on(hand)
    expect(main(page)).to_contain_text("2 of 7")
    hand.press("link", "I would rather fill in the lists myself")
    expect(heading(page)).to_have_text("How I see myself in this")
    look(page, "goal: three lists")
    hand.press("button", "Save and see who sees what")

    expect(heading(page)).to_have_text("Who sees what of this")
    look(page, "goal: preview")
    asked = main(page).locator("section", has_text="Somebody whom you ask")
    mentor = main(page).locator("section", has_text="Your mentor for this goal")
    expect(asked).to_contain_text("One conversation")
    expect(asked).not_to_contain_text("finding the first words")
    expect(mentor).to_contain_text("finding the first words")
    hand.press("link", "This is right")
    expect(main(page)).to_contain_text("2 of 6 steps are done")
    look(page, "goal: steps")
