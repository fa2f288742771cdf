"""When a letter first went: a draft again may have been sent before."""

from django.db import migrations, models
from django.db.models import F, Q


def fill(apps, schema_editor):
    sent = apps.get_model("pitches", "Pitch").objects.filter(sent_at__isnull=False)
    sent.update(first_sent_at=F("sent_at"))


class Migration(migrations.Migration):
    dependencies = [("pitches", "0002_what_is_asked_and_advice")]

    operations = [
        migrations.AddField(
            model_name="pitch",
            name="first_sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="pitch",
            constraint=models.CheckConstraint(
                condition=Q(state="draft") | Q(first_sent_at__isnull=False),
                name="pitch_sent_once_at_least",
            ),
        ),
    ]
