"""A log of whose rows changed, so that what was read of a program can stay in memory and
be brought up to date: each statement adds a row with the people and goals it touched, or
the goals whose lists it changed.

A row carries the number of its transaction. Whoever read under a snapshot later asks for
the rows whose transactions that snapshot did not see; in whatever order transactions
commit, none is missed. Nothing waits for anything: rows are only added.
"""

from django.db import migrations

LOG = """
CREATE TABLE matching_changed (
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    people bigint[] NOT NULL DEFAULT '{}',
    goals bigint[] NOT NULL DEFAULT '{}',
    lists bigint[] NOT NULL DEFAULT '{}',
    everybody boolean NOT NULL DEFAULT false
);
CREATE INDEX matching_changed_xid ON matching_changed (xid);
"""

PERSON_OF_STORY = "(SELECT person_id FROM accounts_story WHERE id = one.story_id)"
PERSON_OF_MENTOR = "(SELECT person_id FROM programs_enrolment WHERE id = one.mentor_id)"
GOAL_OF_CRITERIA = "(SELECT goal_id FROM goals_criteria WHERE id = one.criteria_id)"

# Of each table: whom a row is about, and the columns that count, if not all do.
PEOPLE = {
    "accounts_user": ("one.id", "id, is_active"),
    "accounts_profile": ("one.person_id", "*"),
    "accounts_style": ("one.person_id", "*"),
    "accounts_track": ("one.person_id", "*"),
    "accounts_freehours": ("one.person_id", "*"),
    "accounts_personskill": ("one.person_id", "*"),
    "accounts_story": ("one.person_id", "*"),
    "accounts_story_skills": (PERSON_OF_STORY, "*"),
    "accounts_pathstep": ("one.person_id", "*"),
    "accounts_networkmembership": ("one.person_id", "*"),
    "programs_enrolment": ("one.person_id", "*"),
    "pitches_pitch": (PERSON_OF_MENTOR, "id, mentor_id, state, answer_by"),
}
GOALS = {
    "goals_goal": ("one.id", "*"),
    "goals_assessmentitem": ("one.goal_id", "*"),
    "goals_wantedskill": ("one.goal_id", "*"),
    "goals_criteria": ("one.goal_id", "*"),
    "goals_criterion": (GOAL_OF_CRITERIA, "*"),
    "goals_condition": (GOAL_OF_CRITERIA, "*"),
}
# Of lists only those that are shown: a run writes its rows before it is. A list that is
# made again says so in its outcome.
GOAL_IF_SHOWN = """
    (CASE WHEN one.run_id IN (SELECT run_id FROM matching_liverun) THEN one.goal_id END)
"""
LISTS = {
    "matching_suggestion": (GOAL_IF_SHOWN, "id, run_id, goal_id, score"),
    "matching_outcome": (GOAL_IF_SHOWN, "id, run_id, goal_id, refreshed_at"),
}
# Names that many people's rows refer to. A new one is nobody's yet.
EVERYBODY = {
    "accounts_skill": "id, label",
    "accounts_network": "id, name",
}

HEARS = """
CREATE FUNCTION {table}_is_heard() RETURNS trigger AS $$
DECLARE touched bigint[];
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        INSERT INTO matching_changed (everybody) VALUES (true);
        RETURN NULL;
    ELSIF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT {whom}) INTO touched FROM written AS one;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT {whom}) INTO touched FROM gone AS one;
    ELSE
        SELECT array_agg(DISTINCT {whom}) INTO touched FROM (
            (SELECT {counts} FROM written EXCEPT SELECT {counts} FROM gone) UNION ALL
            (SELECT {counts} FROM gone EXCEPT SELECT {counts} FROM written)
        ) AS one;
    END IF;
    touched := array_remove(touched, NULL);
    IF cardinality(touched) > 0 THEN
        INSERT INTO matching_changed ({column}) VALUES ({value});
    END IF;
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER {table}_is_heard_when_changed
    AFTER UPDATE ON {table} REFERENCING OLD TABLE AS gone NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_heard();
CREATE TRIGGER {table}_is_heard_when_gone
    AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_heard();
CREATE TRIGGER {table}_is_heard_when_emptied
    AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_heard();
"""

WRITTEN = """
CREATE TRIGGER {table}_is_heard_when_written
    AFTER INSERT ON {table} REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_heard();
"""


def hears(table: str, whom: str, counts: str, column: str, value: str) -> str:
    return HEARS.format(
        table=table, whom=whom, counts=counts, column=column, value=value
    )


def forward() -> str:
    heard = [
        *(hears(t, whom, c, "people", "touched") for t, (whom, c) in PEOPLE.items()),
        *(hears(t, whom, c, "goals", "touched") for t, (whom, c) in GOALS.items()),
        *(hears(t, whom, c, "lists", "touched") for t, (whom, c) in LISTS.items()),
        *(hears(t, "one.id", c, "everybody", "true") for t, c in EVERYBODY.items()),
    ]
    written = [WRITTEN.format(table=table) for table in [*PEOPLE, *GOALS]]
    return "".join([LOG, *heard, *written])


def backward() -> str:
    tables = [*PEOPLE, *GOALS, *LISTS, *EVERYBODY]
    dropped = [f"DROP FUNCTION {table}_is_heard CASCADE;\n" for table in tables]
    return "".join([*dropped, "DROP TABLE matching_changed;"])


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_networks_in_own_words"),
        ("goals", "0003_ways_and_kinds_of_help"),
        ("matching", "0008_pairs_of_an_admins_choice"),
        ("pitches", "0004_support_confirmed"),
        ("programs", "0004_formats_not_taken"),
    ]

    operations = [migrations.RunSQL(forward(), backward())]
