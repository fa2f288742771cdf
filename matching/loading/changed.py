"""Who changed since something was read: the log that triggers keep (migration 0009).

A transaction may commit long after a later one, so neither times nor numbers tell what is
new. What is remembered is Postgres' own snapshot: which transactions it had seen.
"""

from dataclasses import dataclass, field

from django.db import connection

_NOW = """
SELECT concat(pg_postmaster_start_time(), ' ', 'matching_changed'::regclass::oid),
       pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NULL
"""
_SINCE = f"""
SELECT now.*, people, goals, lists, everybody, xid = pg_current_xact_id_if_assigned()
FROM ({_NOW}) AS now LEFT JOIN matching_changed
    ON xid >= pg_snapshot_xmin(%(seen)s::pg_snapshot)
    AND NOT pg_visible_in_snapshot(xid, %(seen)s::pg_snapshot)
"""


@dataclass(frozen=True)
class Moment:
    """What a reader could see.

    ``server`` changes whenever Postgres starts and whenever the log is made anew, so that
    numbers of transactions that a restored database gives out again are never confused.
    """

    server: str
    seen: str

    @property
    def order(self) -> int:
        """The first transaction that nobody had begun then: later moments, more."""
        return int(self.seen.split(":")[1])


@dataclass
class Since:
    """What was changed up to ``now`` by transactions that an earlier moment had not seen.

    ``lists`` are goals whose list is another. ``lasting`` is false where this very
    transaction has written something, which may still be taken back; ``own`` are the
    kinds of what it wrote.
    """

    now: Moment
    lasting: bool
    people: set[int] = field(default_factory=set)
    goals: set[int] = field(default_factory=set)
    lists: set[int] = field(default_factory=set)
    everybody: bool = False
    own: set[str] = field(default_factory=set)


def now() -> tuple[Moment, bool]:
    """This moment, and whether this transaction has written nothing yet."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        server, seen, lasting = cursor.fetchone()
    return Moment(server, seen), lasting


def since(before: Moment) -> Since:
    """Everything that ``before`` had not seen."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, {"seen": before.seen})
        rows = cursor.fetchall()
    server, seen, lasting = rows[0][:3]
    found = Since(Moment(server, seen), lasting, everybody=server != before.server)
    for _, _, _, people, goals, lists, everybody, own in rows:
        told = {"people": people, "goals": goals, "lists": lists}
        found.people.update(people or ())
        found.goals.update(goals or ())
        found.lists.update(lists or ())
        found.everybody |= bool(everybody)
        if own:
            found.own.update(kind for kind, ids in told.items() if ids or everybody)
    return found


def forget_old() -> None:
    """Drop what no reader asks for any more: nothing that was read stays so long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM matching_changed "
            "WHERE noted_at < now() - interval '3 days' "
            "AND xid < pg_snapshot_xmin(pg_current_snapshot())"
        )
