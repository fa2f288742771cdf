"""Takes the pictures of README from a running demo: ``pictures.py http://localhost:8000``.

Use a demo that was just reset: it writes one draft of a letter, and nothing else. Names
after the address take these pictures only.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent.parent / "docs/pictures"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
WIDTH, PATIENCE = 1280, 30_000

SPEAK_UP, LEAD = "Say what I think when the consultants", "Lead the ward"


def become(page: Page, who: str) -> None:
    """Sign in with one click, as the demo offers it."""
    page.context.clear_cookies()
    page.goto("/")
    page.locator(f'form[action="/demo/sign-in/{who}/"] button').first.click()
    page.wait_for_load_state("networkidle")


def goal(page: Page, title: str, then: str = "") -> None:
    """A page of one of the mentee's goals."""
    become(page, "mentee")
    page.goto("/goals/")
    page.get_by_role("link", name=title).first.click()
    page.goto(page.url.split("?")[0] + then)


def joining(page: Page) -> None:
    become(page, "admin")
    page.goto("/programs/saltmere/join/")
    page.get_by_label("find somebody who helps me").check()


def question(page: Page) -> None:
    goal(page, SPEAK_UP, "ask/purpose/?change")


def exercise(page: Page) -> None:
    goal(page, SPEAK_UP, "exercises/does-it-well/")
    lines = page.get_by_label("What comes to mind")
    lines.fill(
        "Waits for the pause, and then says one sentence\nAsks instead of telling"
    )


def who_sees_what(page: Page) -> None:
    goal(page, SPEAK_UP, "assessment/preview/")


def matters(page: Page) -> None:
    """With a deal-breaker, and what it costs beside it."""
    goal(page, SPEAK_UP, "criteria/")
    time = page.get_by_role("group", name="Has time when I have time")
    time.get_by_label("Must be so").check()
    page.get_by_text("only because of this").first.wait_for()


def suggestions(page: Page) -> None:
    goal(page, SPEAK_UP)
    page.get_by_role("link", name="See who").first.click()


def directory(page: Page) -> None:
    become(page, "mentee")
    page.goto("/find/")


def composer(page: Page) -> None:
    """The draft that the preview shows as well."""
    goal(page, LEAD)
    page.get_by_role("link", name="See who").first.click()
    page.get_by_role("link", name="Write to Ruth").first.click()
    for name, words in LETTER.items():
        page.locator(f'[name="{name}"]').first.fill(words)
    page.locator('[name="deed"][value="answer"]').check()
    page.get_by_label("The week I became sister").check()
    page.locator('[name="why"]').focus()


LETTER = {
    "introduction": "I am a staff nurse at the Harbour Infirmary, eight years on the "
    "surgical ward, and its sister from September.",
    "why": "From Monday I run the ward I was a nurse on. Half of the team are my "
    "friends, and I do not know yet how to be both.",
    "why_you": "You wrote that you said no in the linen cupboard, badly. I am about to "
    "do the same, and would like to do it at a table.",
    "commitment": "I bring one situation each time, and tell you what came of the last.",
    "brings": "What newcomers here find hard: I train nearly all of them.",
    "ask": "What would you say to a friend on the rota before the first hard month?",
}


def preview(page: Page) -> None:
    composer(page)
    page.get_by_role("button", name="See it as Ruth will").click()
    page.wait_for_load_state("networkidle")


def after_a_no(page: Page) -> None:
    become(page, "mentee")
    page.goto("/requests/")
    page.get_by_role("link", name="Gideon Frost").first.click()


def request(page: Page) -> None:
    become(page, "mentor")
    page.goto("/requests/inbox/")
    page.get_by_role("link", name="Kofi Asante").first.click()


def report(page: Page) -> None:
    become(page, "admin")
    page.goto("/programs/saltmere/runs/")
    page.get_by_role("link", name="Report").first.click()


PICTURES: dict[str, tuple[Callable[[Page], None], int]] = {
    "joining": (joining, 600),
    "goal": (question, 1300),
    "exercise": (exercise, 900),
    "who-sees-what": (who_sees_what, 1300),
    "matters": (matters, 1200),
    "suggestions": (suggestions, 1200),
    "directory": (directory, 1200),
    "composer": (composer, 1300),
    "preview": (preview, 1300),
    "after-a-no": (after_a_no, 1400),
    "request": (request, 1400),
    "report": (report, 1400),
}
"""What each file shows, in the order of README, and how high it is."""


def main(origin: str, names: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name in names or PICTURES:
            show, height = PICTURES[name]
            size = {"width": WIDTH, "height": height}
            page = browser.new_page(base_url=origin, viewport=size)
            page.set_default_timeout(PATIENCE)
            show(page)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
            print(f"{name}.png")
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2:])
