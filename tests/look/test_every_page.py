"""Every page of the site in a real browser, full of rows and with next to none: no
barrier at a desk, in a hand in the dark and at 320 px, a title, one heading, no error.

The addresses come from the URLconf, and who may see them from tests/access/policy.py.
Only the pages that Django makes for operators are left out: they are Django's own.
"""

import logging

import pytest
from django.conf import settings as site

from tests.access import policy
from tests.access.addresses import all_addresses
from tests.access.beginning import Beginning
from tests.access.browser import Browser
from tests.access.world import World
from tests.browsing import faults_in_every_look
from tests.demo import demo_urls

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(3000),
]
OF_EACH_ROLE = {"home", "programs", "goals", "finding", "pitches"}
OF_EACH_ROLE |= {"relationships", "matching"}
"""Whose pages about nothing in particular show each role something else."""

NO_PAGES = {
    "healthz",
    "readyz",
    "accounts:skill_search",
    "intake:sample",
    "intake:problems",
    "matching:table_csv",
}
"""What answers with something else than a page: a word, a piece, a file."""


@pytest.fixture(autouse=True)
def in_the_demo(settings, caplog):
    settings.ROOT_URLCONF = demo_urls.__name__
    settings.BELAY_DEMO = True
    settings.BELAY_ENCODER = "lexical"
    caplog.set_level(logging.ERROR, "django")


def test_no_page_has_a_barrier_where_everything_happened(page, live_server):
    visits = pages(World(), ["anonymous", "mina", "omar", "ada"])
    visited = {name for name, _of, _near in visits}

    assert {name for name in policy.rules() if may_be_seen(name)} == visited | NO_PAGES
    assert walk(page, live_server.url, visits) == []


def test_no_page_has_a_barrier_where_nothing_happened_yet(page, live_server):
    visits = pages(Beginning(), ["noor", "mina", "omar", "ada"])

    assert walk(page, live_server.url, visits) == []


def may_be_seen(name):
    """Whether the table says that anybody but an operator meets a page there."""
    return any(
        answer.strip("*").partition("/")[0] == "200"
        for rule in policy.rules()[name]
        for who, answer in rule.answers.items()
        if "GET" in rule.methods and who not in ("nobody", "operator")
    )


def pages(world, roles):
    """{(what, for whom): (person, address)} of everything that somebody may look at."""
    found = {}
    for address in all_addresses():
        if address.name in NO_PAGES:
            continue
        for rule in policy.rules()[address.name]:
            for role in roles:
                for thing in world.things.get(rule.of, []):
                    near = thing.relation(role, world)
                    if rule.expected(near, "GET") == "200":
                        key = (address.name, rule.of, as_seen_by(rule, near, address))
                        seen = (world.people.get(role), address.url(thing))
                        found.setdefault(key, seen)
    return found


def as_seen_by(rule, near, address):
    """Whom the page is for: one kind of people for each that may meet something else."""
    if near in rule.answers or near == "anonymous":
        return near
    of_each = address.name.partition(":")[0] in OF_EACH_ROLE and rule.of == "-"
    return near if of_each else "people"


def walk(page, origin, visits):
    """Sentences about whatever is wrong with any of them."""
    found, keys = [], {}
    for (name, _of, near), (person, url) in visits.items():
        if person not in keys:
            keys[person] = Browser(person).session
        sign_in(page, origin, keys[person])
        answer = page.goto(origin + url)
        if answer.status != 200:
            found.append(f"{url} gave {answer.status}")
        found += told_of(page, f"{url} ({name}) as {near}")
    return found


def sign_in(page, origin, key):
    page.context.clear_cookies()
    if key:
        cookie = {"name": site.SESSION_COOKIE_NAME, "value": key, "url": origin}
        page.context.add_cookies([cookie])


def told_of(page, what):
    headings = page.locator("h1").count()
    found = [f"{what} has {headings} first headings"] if headings != 1 else []
    if not page.title().removesuffix("Belay").strip(" ·"):
        found.append(f"{what} has no title of its own")
    return found + [f"{what}: {fault}" for fault in faults_in_every_look(page)]
