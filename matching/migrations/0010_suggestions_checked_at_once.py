"""A suggestion names a run, a goal and a mentor that are there, held by triggers that
look at all rows of a statement at once.

A foreign key is checked row by row, which for a run of two million suggestions takes
longer than writing them. The triggers hold the same, in the same way: whoever writes
locks the rows that are named against deletion, each once, and then looks whether they
are there; whoever deletes one takes the suggestions along.
"""

import django.db.models.deletion
from django.db import migrations, models

NAMED = {
    "run_id": "matching_run",
    "goal_id": "goals_goal",
    "mentor_id": "programs_enrolment",
}

# Each statement in a function sees what was committed before it began: after waiting
# for a lock, the second one no longer sees a row that somebody has deleted meanwhile.
LOOK = """
    SELECT array_agg(DISTINCT {column}) INTO named FROM written;
    PERFORM FROM {table} WHERE id = ANY(named) FOR KEY SHARE;
    SELECT min(one) INTO missing FROM unnest(named) AS one
        WHERE NOT EXISTS (SELECT FROM {table} WHERE id = one);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'suggestion_names_who_is_there: no row % in {table}', missing
            USING ERRCODE = 'foreign_key_violation';
    END IF;
"""

WRITING = """
CREATE FUNCTION suggestion_names_who_is_there() RETURNS trigger AS $$
DECLARE
    named bigint[];
    missing bigint;
BEGIN
    {looks}
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER suggestion_names_who_is_there
    AFTER INSERT ON matching_suggestion REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION suggestion_names_who_is_there();

CREATE TRIGGER suggestion_still_names_who_is_there
    AFTER UPDATE ON matching_suggestion REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION suggestion_names_who_is_there();
"""

LEAVING = """
CREATE FUNCTION suggestion_leaves_with_{column}() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM matching_suggestion;
    ELSIF TG_OP = 'UPDATE' THEN
        IF EXISTS (SELECT FROM matching_suggestion WHERE {column} = OLD.id) THEN
            RAISE EXCEPTION 'suggestion_names_who_is_there: row % keeps its id', OLD.id
                USING ERRCODE = 'foreign_key_violation';
        END IF;
    ELSE
        DELETE FROM matching_suggestion WHERE {column} IN (SELECT id FROM gone);
    END IF;
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER suggestion_leaves_with_{column}
    AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION suggestion_leaves_with_{column}();

CREATE TRIGGER suggestion_leaves_with_all_{column}
    AFTER TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION suggestion_leaves_with_{column}();

CREATE TRIGGER suggestion_pins_{column}
    AFTER UPDATE OF id ON {table}
    FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id)
    EXECUTE FUNCTION suggestion_leaves_with_{column}();
"""

FORWARD = WRITING.format(
    looks="".join(LOOK.format(column=c, table=t) for c, t in NAMED.items())
) + "".join(LEAVING.format(column=c, table=t) for c, t in NAMED.items())

BACKWARD = """
DROP FUNCTION suggestion_names_who_is_there CASCADE;
""" + "".join(f"DROP FUNCTION suggestion_leaves_with_{c} CASCADE;\n" for c in NAMED)


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0002_conditions'),
        ('matching', '0003_mentor_changes'),
        ('programs', '0002_commitment_and_never_pairs'),
    ]

    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RemoveConstraint(
            model_name='suggestion',
            name='suggestion_mentor_once_per_goal',
        ),
        migrations.RemoveIndex(
            model_name='suggestion',
            name='matching_su_run_id_43aac8_idx',
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='goal',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='goals.goal'),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='mentor',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='suggested_as_mentor', to='programs.enrolment'),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='run',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='matching.run'),
        ),
        migrations.AddIndex(
            model_name='suggestion',
            index=models.Index(fields=['mentor', 'run'], name='matching_su_mentor__c90ffa_idx'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.UniqueConstraint(fields=('goal', 'run', 'mentor'), name='suggestion_mentor_once_per_goal'),
        ),
    ]
