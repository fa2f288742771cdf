"""The compose file and the image run what the demo runs, with settings that exist."""

import json
import os
import re
import shlex
import time

import pytest
import yaml

from mentorship.embedded import site
from mentorship.embedded.places import CHECKOUT, Places
from mentorship.embedded.services import Services, wait_until_ready

COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
OURS = {
    name: service
    for name, service in COMPOSE["services"].items()
    if service["image"] == "belay"
}


@pytest.fixture
def services(tmp_path):
    """Not started: the commands are only read."""
    return Services(Places(tmp_path))


def words(name):
    return shlex.split(OURS[name]["command"])


def demo_words(child):
    """A command of the demo, without Python's own part of it."""
    assert child.command[1] == "-m"
    return child.command[2:]


def test_every_part_of_belay_is_there():
    assert set(COMPOSE["services"]) == {
        "web",
        "worker",
        "beat",
        "migrate",
        "postgres",
        "redis",
    }
    assert [s["init"] for s in COMPOSE["services"].values()] == [True] * 6


def test_the_web_server_differs_from_the_demos_only_in_its_address(services):
    with site.open_port() as listening:
        demo = demo_words(site.web_server(services, "http://localhost", listening))

    assert [word for word in words("web") if "--bind" not in word] == [
        word for word in demo if "--bind" not in word
    ]


def test_the_worker_is_the_demos_without_beat(services):
    demo = demo_words(site.worker(services, "http://localhost"))

    assert words("worker") == [
        word for word in demo if not word.startswith(("--beat", "--schedule"))
    ]


def test_the_database_is_prepared_as_in_the_demo(services):
    demo = site.preparing(services, "http://localhost").command

    assert words("migrate") == ["python", *demo[1:]]


def test_the_image_starts_the_web_server_by_itself():
    text = (CHECKOUT / "Dockerfile").read_text()
    command = re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)[1]

    assert json.loads(command) == words("web")
    assert "\nUSER belay\n" in text


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_settings_read(name):
    text = (CHECKOUT / "mentorship" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", text))

    assert OURS[name]["environment"].keys() <= read


@pytest.mark.long
def test_beat_runs_by_itself_and_rings(private_services):
    beat = site._python(
        "Beat",
        ["-m", *words("beat")],
        private_services,
        {**os.environ, **private_services.environment, "BELAY_SWEEP_SECONDS": "0.5"},
    )
    beat.is_ready = lambda: "Sending due task sweep-matching" in beat.last_lines()
    beat.start()
    try:
        wait_until_ready(beat, print, time.sleep)
    finally:
        beat.stop()

    assert beat.exit_code() == 0
