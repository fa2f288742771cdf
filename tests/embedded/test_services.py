"""Postgres and Redis start, answer, come back and go, as real processes."""

import os
import pwd
import subprocess

import psycopg
import pytest
from redis import Redis

from mentorship.embedded.binaries import postgres_programs, service_account
from mentorship.embedded.errors import CannotStart
from mentorship.embedded.places import Places
from mentorship.embedded.services import Services, wait_until_ready

AS_ROOT = os.geteuid() == 0


def ask(services, question):
    with psycopg.connect(services.environment["DATABASE_URL"]) as connection:
        return connection.execute(question).fetchone()


def start_again(child):
    child.start()
    wait_until_ready(child, print, lambda seconds: None)


@pytest.fixture
def services(private_services):
    return private_services


@pytest.fixture(scope="module")
def calm():
    """Services for all tests that only ask."""
    with Services.for_a_moment() as running:
        yield running


def test_postgres_18_with_vectors_answers_on_a_socket_and_nowhere_else(calm):
    version, addresses, extension = ask(
        calm,
        "SELECT current_setting('server_version_num'),"
        " current_setting('listen_addresses'), default_version"
        " FROM pg_available_extensions WHERE name = 'vector'",
    )

    assert int(version) // 10_000 == 18
    assert addresses == ""
    assert extension.startswith("0.8")


def test_redis_answers_on_a_socket_and_has_no_port(calm):
    with Redis(unix_socket_path=str(calm.places.redis_socket)) as client:
        assert client.config_get("port") == {"port": "0"}
        assert client.config_get("maxmemory-policy") == {
            "maxmemory-policy": "noeviction"
        }


def test_postgres_runs_as_nobody_for_root_and_as_us_otherwise(calm):
    owner = pwd.getpwuid(calm.places.postgres_data.stat().st_uid).pw_name

    assert owner == ("nobody" if AS_ROOT else pwd.getpwuid(os.geteuid()).pw_name)


@pytest.mark.skipif(not AS_ROOT, reason="Only root can ask as somebody else.")
def test_no_other_account_may_connect(calm):
    account = service_account()
    psql = postgres_programs() / "psql"

    answer = subprocess.run(
        [psql, calm.environment["DATABASE_URL"], "--command=SELECT 1"],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )

    assert b"Peer authentication failed" in answer.stderr


def test_a_killed_postgres_comes_back_with_what_was_committed(services):
    with psycopg.connect(services.environment["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE note AS SELECT 7 AS number")

    services.postgres.kill()
    start_again(services.postgres)

    assert ask(services, "SELECT number FROM note") == (7,)


def leave_number_behind(services, number):
    """As after a kill and a while, when the number belongs to another process."""
    services.postgres.kill()
    file = services.places.postgres_data / "postmaster.pid"
    _, *rest = file.read_text().splitlines()
    file.write_text("\n".join([str(number), *rest]) + "\n")


def test_a_reused_process_number_keeps_postgres_neither_down_nor_kills(services):
    leave_number_behind(services, services.redis.process.pid)

    start_again(services.postgres)

    assert ask(services, "SELECT 1") == (1,)
    assert services.redis.is_running()


def test_without_our_care_a_reused_process_number_keeps_postgres_down(services):
    """The control of the test above."""
    leave_number_behind(services, services.redis.process.pid)
    services.postgres.prepare = lambda: None

    with pytest.raises(CannotStart, match="lock file .* already exists"):
        start_again(services.postgres)


def test_a_zombie_keeps_postgres_not_down(services):
    account = service_account()
    dead = subprocess.Popen(
        ["true"],
        user=account.uid if account else None,
        group=account.gid if account else None,
    )
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    leave_number_behind(services, dead.pid)

    start_again(services.postgres)
    dead.wait()

    assert ask(services, "SELECT 1") == (1,)


def test_a_setup_that_was_cut_short_is_begun_afresh(places):
    (places.postgres_data.with_name("postgres.new") / "base").mkdir(parents=True)

    with Services(places, private=True) as services:
        assert ask(services, "SELECT 1") == (1,)


def test_a_second_start_keeps_data_and_secret_key(places):
    with Services(places, private=True) as services:
        first = services.environment
        with psycopg.connect(first["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE note AS SELECT 7 AS number")

    with Services(places, private=True) as services:
        assert ask(services, "SELECT number FROM note") == (7,)
        assert services.environment == first


def test_services_named_in_the_environment_are_not_started(places, monkeypatch):
    given = {"DATABASE_URL": "postgresql://db/belay", "REDIS_URL": "redis://cache/0"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    with Services(places) as services:
        assert services.children == []
        assert given.items() <= services.environment.items()


@pytest.mark.skipif(not AS_ROOT, reason="Only root changes the account.")
def test_root_may_keep_its_data_where_nobody_else_can_look(tmp_path):
    tmp_path.chmod(0o700)
    places = Places(tmp_path / ".belay")

    with Services(places, private=True, throwaway=True) as services:
        assert ask(services, "SELECT 1") == (1,)
        assert services.places.postgres_data.exists()

    assert not places.postgres_data.parent.exists()


@pytest.mark.skipif(not AS_ROOT, reason="Only root can give a folder away.")
def test_a_socket_folder_of_somebody_else_is_not_used(places):
    places.run.mkdir()
    os.chown(places.run, 12_345, 12_345)

    with (
        pytest.raises(CannotStart, match="belongs to somebody else"),
        Services(places, private=True),
    ):
        pass

    places.run.rmdir()


def test_the_folders_of_a_moment_are_gone_afterwards():
    with Services.for_a_moment() as services:
        places = services.places
        assert places.postgres_data.exists()

    assert not places.data.exists()
    assert not places.run.exists()


def test_a_set_that_runs_is_not_stopped_by_a_second_start(services, monkeypatch):
    monkeypatch.setattr("mentorship.embedded.lock.PATIENCE", 0.2)
    second = Services(Places(services.places.data), private=True)

    with pytest.raises(CannotStart, match="already running from this folder"), second:
        pass

    assert ask(services, "SELECT 1") == (1,)
