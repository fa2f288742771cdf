"""Suggestions and outcomes name a run, a goal and a mentor that are there: held by
triggers that look at all rows of a statement at once.

A foreign key is checked row by row, which for a run of two million suggestions takes
longer than writing them. The triggers hold the same, in the same way: whoever writes
locks the rows that are named against deletion, each once, and then looks whether they
are there; whoever deletes one takes them along.
"""

import django.db.models.deletion
from django.db import migrations, models

# What a row of a table names: the column, and the table where the named row is.
RUN = ("run_id", "matching_run")
GOAL = ("goal_id", "goals_goal")
MENTOR = ("mentor_id", "programs_enrolment")
NAMES = {
    "suggestion": ("matching_suggestion", [RUN, GOAL, MENTOR]),
    "outcome": ("matching_outcome", [RUN, GOAL]),
}

# Each statement in a function sees what was committed before it began: after waiting
# for a lock, the second one no longer sees a row that somebody has deleted meanwhile.
LOOK = """
    SELECT array_agg(one) INTO named FROM (SELECT DISTINCT {column} AS one FROM written);
    PERFORM FROM {there} WHERE id = ANY(named) FOR KEY SHARE;
    SELECT min(one) INTO missing FROM unnest(named) AS one
        WHERE NOT EXISTS (SELECT FROM {there} WHERE id = one);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION '{what}_names_who_is_there: {there} has no row %', missing
            USING ERRCODE = 'foreign_key_violation';
    END IF;
"""

WRITING = """
CREATE FUNCTION {what}_names_who_is_there() RETURNS trigger AS $$
DECLARE
    named bigint[];
    missing bigint;
BEGIN
    {looks}
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER {what}_names_who_is_there
    AFTER INSERT ON {table} REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION {what}_names_who_is_there();

CREATE TRIGGER {what}_still_names_who_is_there
    AFTER UPDATE ON {table} REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION {what}_names_who_is_there();
"""

LEAVING = """
CREATE FUNCTION {what}_leaves_with_{column}() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM {table};
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM {table} WHERE {column} IN (SELECT id FROM gone);
    ELSIF EXISTS (SELECT FROM {table} WHERE {column} = OLD.id) THEN
        RAISE EXCEPTION '{what}_names_who_is_there: {there} keeps id %', OLD.id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER {what}_leaves_with_{column}
    AFTER DELETE ON {there} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION {what}_leaves_with_{column}();

CREATE TRIGGER {what}_leaves_with_all_{column}
    AFTER TRUNCATE ON {there}
    FOR EACH STATEMENT EXECUTE FUNCTION {what}_leaves_with_{column}();

CREATE TRIGGER {what}_keeps_{column}
    AFTER UPDATE OF id ON {there}
    FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id)
    EXECUTE FUNCTION {what}_leaves_with_{column}();
"""


def forward(what: str) -> str:
    table, named = NAMES[what]
    looks = [LOOK.format(what=what, column=c, there=there) for c, there in named]
    leaving = [
        LEAVING.format(what=what, table=table, column=c, there=there)
        for c, there in named
    ]
    writing = WRITING.format(what=what, table=table, looks="".join(looks))
    return writing + "".join(leaving)


def backward(what: str) -> str:
    functions = [f"{what}_leaves_with_{column}" for column, _ in NAMES[what][1]]
    functions.append(f"{what}_names_who_is_there")
    return "".join(f"DROP FUNCTION {name} CASCADE;\n" for name in functions)


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0002_conditions'),
        ('matching', '0005_yes_of_its_own_person'),
        ('programs', '0002_commitment_and_never_pairs'),
    ]

    operations = [
        migrations.RunSQL(forward("suggestion"), backward("suggestion")),
        migrations.RunSQL(forward("outcome"), backward("outcome")),
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
        migrations.AlterField(
            model_name='outcome',
            name='run',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='matching.run'),
        ),
        migrations.AlterField(
            model_name='outcome',
            name='goal',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='goals.goal'),
        ),
        migrations.AddField(
            model_name='shard',
            name='seconds',
            field=models.FloatField(help_text='By the clock, once it is done.', null=True),
        ),
        migrations.AddField(
            model_name='shard',
            name='cpu_seconds',
            field=models.FloatField(help_text='Of processors.', null=True),
        ),
        migrations.AddField(
            model_name='shard',
            name='peak_mb',
            field=models.PositiveIntegerField(help_text='Most memory held.', null=True),
        ),
    ]
