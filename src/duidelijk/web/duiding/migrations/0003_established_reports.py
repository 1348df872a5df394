from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("duiding", "0002_in_anew_and_in_english"),)

    operations = (
        migrations.RenameField("session", "concluding_since", "draft_since"),
        migrations.AddField(
            model_name="outcome",
            name="worded_en",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="weighing",
            name="language",
            field=models.CharField(default="nl", max_length=2),
        ),
        migrations.CreateModel(
            name="EstablishedReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.JSONField()),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_report",
                        to="duiding.session",
                    ),
                ),
            ],
        ),
    )
