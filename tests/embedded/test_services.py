"""Postgres and Redis are started, answer, come back and go, as real processes."""

import psycopg

from mentorship.embedded.services import Services


def ask(services: Services, question: str):
    with psycopg.connect(services.environment["DATABASE_URL"]) as connection:
        return connection.execute(question).fetchone()


def test_postgres_18_with_vectors_answers_on_a_socket_and_nowhere_else(
    private_services,
):
    version, addresses = ask(
        private_services,
        "SELECT current_setting('server_version_num'),"
        " current_setting('listen_addresses')",
    )

    assert int(version) // 10_000 == 18
    assert addresses == ""
    assert ask(private_services, "SELECT '[1,2]'::text") == ("[1,2]",)
