"""That a mentee knows of another kind of help than is offered, and asks all the same."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pitches', '0003_first_sent_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='pitch',
            name='support_confirmed',
            field=models.BooleanField(default=False, verbose_name='I know that this is not the kind of help they offer'),
        ),
    ]
