"""What the tests' database is given once, and how tests that commit leave it empty."""

from django.db import connection

from matching import encoders
from matching.encoders.keys import encode_missing
from matching.engine.text.concepts import wordings
from matching.loading.texts import vocabulary
from matching.publishing import write_vectors

VECTORS = "matching_textvector"


def keep_the_vocabularys_vectors() -> None:
    """Beside the tables that tests empty: they take the longest of a run, and are always
    the same."""
    encoder = encoders.get("lexical")
    write_vectors(encode_missing(encoder, wordings(vocabulary())))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS kept")
        cursor.execute(f"CREATE TABLE kept AS SELECT * FROM {VECTORS} ORDER BY key")
        cursor.execute(f"DELETE FROM {VECTORS}")


def bring_the_vocabularys_vectors() -> None:
    """As if a run had been here before."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {VECTORS} SELECT * FROM kept ON CONFLICT DO NOTHING"
        )


def empty_by_deleting() -> None:
    """Let tests that commit delete their few rows. TRUNCATE, which Django would use,
    makes hundreds of files anew each time and takes ten times as long.

    What it says to triggers and to other connections stays the same: whoever still
    writes is waited for, and the log of changes hears that everybody is concerned.
    Only a superuser may set keys aside; with less, Django's own way is left in place.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (may,) = cursor.fetchone()
    if may:
        connection.ops.sql_flush = _deletions


def _deletions(style, tables, **_):
    names = [connection.ops.quote_name(table) for table in tables]
    return [
        f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE",
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in names),
        "INSERT INTO matching_changed (everybody) VALUES (true)",
    ]
