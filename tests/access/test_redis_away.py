"""Redis is a doorbell: without it, or with one that hangs, every page is still there."""

import socket
import time

import pytest
from django.urls import reverse

from matching.models import Refresh, Shard
from mentorship.celery import app
from tests.access import policy
from tests.access.addresses import all_addresses

pytestmark = pytest.mark.django_db
PATIENCE = 3  # seconds; a form waits for two time-outs of a second at most


@pytest.fixture(params=["away", "hanging"])
def without_redis(request, tmp_path_factory):
    """A broker that is not there, or one that takes a call and never says a word."""
    path = tmp_path_factory.mktemp("r") / "s"
    before = app.conf.broker_url
    with socket.socket(socket.AF_UNIX) as silent:
        if request.param == "hanging":
            silent.bind(str(path))
            silent.listen(100)
        ring_at(f"redis+socket://{path}")
        yield
        ring_at(before)


def ring_at(url):
    app.conf.broker_url = url
    app._after_fork()  # forget the connections to the former one


@pytest.mark.parametrize("role", ["mina", "omar", "ada"])
def test_every_page_opens_without_redis(world, browse, role, without_redis):
    browser = browse(role)

    wrong = [told for url in pages(world, role) if (told := faults(browser, url))]

    assert wrong == []


def faults(browser, url):
    begun = time.monotonic()
    status = browser.ask("GET", url).status_code
    took = time.monotonic() - begun
    return (url, status, took) if status != 200 or took > PATIENCE else None


def pages(world, role):
    for address in all_addresses():
        for rule in policy.rules()[address.name]:
            for thing in world.things[rule.of]:
                near = thing.relation(role, world)
                if rule.expected(near, "GET") == "200":
                    yield address.url(thing)


@pytest.mark.parametrize(
    ("role", "of", "name", "row"),
    [
        ("ada", "program", "matching:start", Shard),
        ("ada", "cancelled run", "matching:retry", Shard),
        ("mina", "goal", "goals:close", Refresh),
    ],
)
def test_what_rings_answers_in_time_and_leaves_a_row_for_the_sweep(
    world, browse, without_redis, django_capture_on_commit_callbacks, caplog,
    role, of, name, row,
):  # fmt: skip
    caplog.set_level("WARNING", "matching")
    browser, thing = browse(role), world.things[of][0]
    begun = time.monotonic()

    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.ask("POST", reverse(name, args=thing.args))

    assert answer.status_code == 302
    assert time.monotonic() - begun < PATIENCE
    assert "bells_lost" in caplog.text
    assert row.objects.exists()
