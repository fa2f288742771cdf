"""The database itself refuses a proposal that carries the yes of somebody else."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION proposal_yes_from_both() RETURNS trigger AS $$
BEGIN
    IF NEW.mentee_yes_id IS NOT NULL
       AND (SELECT person_id FROM relationships_yes WHERE id = NEW.mentee_yes_id)
           IS DISTINCT FROM
           (SELECT enrolment.person_id
              FROM goals_goal goal
              JOIN programs_enrolment enrolment ON enrolment.id = goal.mentee_id
             WHERE goal.id = NEW.goal_id)
    OR NEW.mentor_yes_id IS NOT NULL
       AND (SELECT person_id FROM relationships_yes WHERE id = NEW.mentor_yes_id)
           IS DISTINCT FROM
           (SELECT person_id FROM programs_enrolment WHERE id = NEW.mentor_id)
    THEN
        RAISE EXCEPTION 'proposal_yes_from_both: each side says its own yes'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER proposal_yes_from_both
    BEFORE INSERT OR UPDATE OF goal_id, mentor_id, mentor_yes_id, mentee_yes_id
    ON matching_proposal
    FOR EACH ROW EXECUTE FUNCTION proposal_yes_from_both();
"""

BACKWARD = """
DROP TRIGGER proposal_yes_from_both ON matching_proposal;
DROP FUNCTION proposal_yes_from_both();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0004_proposals_and_studies"),
        ("relationships", "0002_two_yeses"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
