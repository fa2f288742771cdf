"""The database itself refuses a relationship whose two yeses are not of its two people."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION relationship_yes_from_both() RETURNS trigger AS $$
BEGIN
    IF (SELECT person_id FROM relationships_yes WHERE id = NEW.mentee_yes_id)
           IS DISTINCT FROM
       (SELECT person_id FROM programs_enrolment WHERE id = NEW.mentee_id)
    OR (SELECT person_id FROM relationships_yes WHERE id = NEW.mentor_yes_id)
           IS DISTINCT FROM
       (SELECT person_id FROM programs_enrolment WHERE id = NEW.mentor_id)
    OR (SELECT count(DISTINCT person_id) FROM programs_enrolment
         WHERE id IN (NEW.mentor_id, NEW.mentee_id)) <> 2
    THEN
        RAISE EXCEPTION 'relationship_yes_from_both: a relationship needs a yes of each'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql;

CREATE TRIGGER relationship_yes_from_both
    BEFORE INSERT OR UPDATE OF mentor_id, mentee_id, mentor_yes_id, mentee_yes_id
    ON relationships_relationship
    FOR EACH ROW EXECUTE FUNCTION relationship_yes_from_both();
"""

BACKWARD = """
DROP TRIGGER relationship_yes_from_both ON relationships_relationship;
DROP FUNCTION relationship_yes_from_both();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("relationships", "0001_initial"),
        ("programs", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
