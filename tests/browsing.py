"""A real browser for tests: Debian's Chromium, steered by Playwright, judged by axe."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOKS = [(1280, "light", True), (360, "dark", True), (320, "light", False)]
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Without one: a loud skip, or a failure where it is promised."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(f"No browser at {CHROMIUM}; install Debian's chromium.")
        pytest.skip(f"BROWSER TESTS SKIPPED: no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def sign_in(page: Page, client, person, origin: str) -> None:
    """Give the browser the session of somebody signed in."""
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": origin}]
    )


def listen(page: Page, origin: str) -> list[str]:
    """Collects what must not happen: console errors and requests to other origins."""
    heard: list[str] = []
    page.on(
        "console",
        lambda said: heard.append(said.text) if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((origin, "data:"))
            else heard.append(f"off the origin: {request.url}")
        ),
    )
    return heard


def faults(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds against WCAG 2.2 AA, and whether the page moves sideways."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    # Only the violations come back: what passes is a hundred times as much.
    found = page.evaluate(
        "options => axe.run(options).then(found => found.violations)",
        {
            "runOnly": WCAG,
            "resultTypes": ["violations"],
            "rules": {"color-contrast": {"enabled": colours}},
        },
    )
    said = [f"{v['id']}: {[node['target'] for node in v['nodes']]}" for v in found]
    if page.evaluate(SIDEWAYS):
        said.append("the page moves sideways")
    return said


def faults_in_every_look(page: Page) -> list[str]:
    """The same at a desk, in a hand in the dark, and on the narrowest phone, whose
    colours are those of the desk."""
    before = page.viewport_size
    found = []
    for width, scheme, colours in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        said = faults(page, colours=colours)
        found += [f"{page.url} at {width} {scheme}: {fault}" for fault in said]
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="light")
    return found
