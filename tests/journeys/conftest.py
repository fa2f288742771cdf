"""Browsers for the journeys: with scripts and without, at a desk and in a hand."""

import pytest
from django.db import connections
from playwright.sync_api import expect

from accounts.adapter import vouch_for_addresses
from tests import builders
from tests.browsing import SIDEWAYS, chromium, faults_in_every_look, listen
from tests.browsing import sign_in as give_session
from tests.matching.working import run_now

PATIENT = 15_000  # milliseconds; machines can be busy

PASSWORD = "three ropes and a ladder"

WATCH = """
let led = false;
const say = what => console.error(`${what} on ${location.pathname}`);
const check = () => {
  if (SIDEWAYS) say("The page moves sideways");
};
addEventListener("load", check);
addEventListener("htmx:beforeRequest", () => {
  led = document.activeElement !== document.body;
});
addEventListener("htmx:afterSettle", () => setTimeout(() => {
  check();
  if (led && document.activeElement === document.body)
    say("A swap took the focus away");
}));
""".replace("SIDEWAYS", SIDEWAYS)
"""What no rule of axe sees, said on the console, where every journey hears it."""


@pytest.fixture(autouse=True)
def quick_encoder(settings):
    """Shared words instead of the sentence encoder: real, and ready in no time."""
    settings.BELAY_ENCODER = "lexical"


@pytest.fixture(autouse=True)
def outbox_rows(settings):
    """Mail becomes rows, as on a real site; the test runner would keep it in memory."""
    settings.EMAIL_BACKEND = "mentorship.notices.backends.OutboxBackend"


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the journeys of a file; each person gets a context of it."""
    with pytest.MonkeyPatch.context() as patch, chromium() as running:
        # Playwright runs an event loop in this thread; connections belong to it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=PATIENT)
        yield running
        connections.close_all()


@pytest.fixture
def scripts():
    """Whether pages may run scripts; ``either_way`` and ``every_way`` try both."""
    return True


@pytest.fixture
def width():
    """How wide the windows are; ``at_both_widths`` and ``every_way`` try two."""
    return 1280


@pytest.fixture
def visit(browser, live_server, client, scripts, width):
    """Opens a browser of their own for somebody: ``visit(mina.person)``.

    At the end nothing may have been said on a console or asked of another origin, no
    page may have moved sideways, and no swap may have taken the focus away.
    """
    contexts, heard = [], []

    def open_for(person=None, width=width):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 900},
        )
        context.set_default_timeout(PATIENT)
        context.add_init_script(WATCH)
        contexts.append(context)
        page = context.new_page()
        heard.append(listen(page, live_server.url))
        if person:
            give_session(page, client, person, live_server.url)
        return page

    yield open_for
    for context in contexts:
        context.close()
    connections.close_all()
    assert [said for one in heard for said in one] == []


@pytest.fixture(scope="session")
def looked_at():
    return set()


@pytest.fixture
def look(scripts, looked_at):
    """Judges a page by WCAG in three looks, each kind of page once: ``look(page, "inbox")``.

    Axe is itself a script, and the markup is the same without scripts. Whether the page
    moves sideways is asked each time, at the width that the journey has.
    """

    def judge(page, kind):
        page.wait_for_load_state()  # a click may have begun to open it a moment ago
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert not page.evaluate(SIDEWAYS)
        if scripts and kind not in looked_at:
            looked_at.add(kind)
            assert faults_in_every_look(page) == []

    return judge


# --- A program with enough people -------------------------------------------------------

MENTORS = [
    # name, headline, time zone, level, what they can help with
    (
        "Hanna Reuter",
        "Operations lead in hospitals",
        "Europe/Berlin",
        4,
        "Say what you think in meetings with senior people",
    ),
    (
        "Tunde Okafor",
        "Teaches people to teach",
        "Africa/Lagos",
        3,
        "Meetings with senior people: what to say, and when",
    ),
    (
        "Li Wei",
        "Data engineer",
        "Asia/Shanghai",
        2,
        "What I think before meetings with senior people",
    ),
    (
        "Ana Sousa",
        "Head of a school",
        "Europe/Lisbon",
        5,
        "How senior people think in meetings",
    ),
    (
        "Bo Lind",
        "Nurse on a surgical ward",
        "Europe/Stockholm",
        2,
        "Say no in meetings with senior people",
    ),
    (
        "Chidi Eze",
        "Backend developer",
        "Africa/Lagos",
        1,
        "Meetings in which senior people think aloud",
    ),
    (
        "Dora Katz",
        "Lawyer who changed careers",
        "Europe/Vienna",
        None,
        "Senior people in meetings",
    ),
]


@pytest.fixture
def mentors(program):
    """Seven mentors who write about the same thing, in ever fewer of its words."""
    made = []
    for name, headline, zone, level, topics in MENTORS:
        person = builders.person(name, headline=headline, time_zone=zone)
        builders.free_evenings(person)
        builders.track(person, level=level)
        made.append(builders.mentor(program, person, topics=topics))
    hanna = made[0]
    hanna.hopes = "To hear early what newcomers find hard."
    hanna.save(update_fields=["hopes"])
    builders.knows(hanna.person, "presence")
    builders.story(
        hanna.person,
        "In my second year I rehearsed one sentence a day. Then I said it first.",
    )
    return made


@pytest.fixture
def asking(mina):
    """Mina's goal, as she filled it in on another day."""
    builders.free_evenings(mina.person)
    builders.track(mina.person, level=2)
    return builders.goal(
        mina,
        "Say what I think in meetings with senior people",
        skills=["presence"],
    )


@pytest.fixture
def suggested(program, mentors, asking):
    """A finished run: Mina finds seven people, Hanna first."""
    return run_now(program)


@pytest.fixture
def with_password(mina):
    """Mina, who signs in as people do."""
    mina.person.set_password(PASSWORD)
    mina.person.save(update_fields=["password"])
    vouch_for_addresses([mina.person])
    return mina
