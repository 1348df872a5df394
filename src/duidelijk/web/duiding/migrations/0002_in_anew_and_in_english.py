from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("duiding", "0001_initial"),)

    operations = (
        migrations.AddField(
            model_name="member",
            name="first",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="later",
                to="duiding.member",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="question_en",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="item",
            name="title_en",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
    )
