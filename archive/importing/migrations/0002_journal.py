"""Remember what runs changed, so that they can be taken back, and what editors have to settle."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_addresses_and_body_links"),
        ("importing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="importedrecord",
            name="changed_at",
            field=models.DateTimeField(auto_now=True, verbose_name="last changed"),
        ),
        migrations.AddField(
            model_name="importedrecord",
            name="context",
            field=models.JSONField(
                default=dict,
                help_text="What the reader needs to read the evidence again.",
                verbose_name="context",
            ),
        ),
        migrations.AddField(
            model_name="importedrecord",
            name="format",
            field=models.CharField(blank=True, max_length=20, verbose_name="format"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="kind",
            field=models.CharField(
                choices=[("import", "Import"), ("reparse", "Evidence read again"), ("undo", "Undo")],
                default="import",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="mapping",
            field=models.JSONField(default=dict, help_text="What --map said.", verbose_name="mapping"),
        ),
        migrations.AddField(
            model_name="importrun",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undoes",
                to="importing.importrun",
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="importrun",
            name="versions",
            field=models.JSONField(
                default=dict,
                help_text="Of the archive, Python, Django and the database.",
                verbose_name="versions",
            ),
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=60, verbose_name="subject")),
                ("object_id", models.BigIntegerField(blank=True, null=True)),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="name")),
                (
                    "before",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        null=True,
                        verbose_name="after",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="importing.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["subject", "object_id"], name="change_subject")],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=40, verbose_name="field")),
                (
                    "incoming",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="in the source"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("kept", "The editor’s value was kept"),
                            ("taken", "The source’s value was taken"),
                        ],
                        default="open",
                        max_length=5,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="articles.article",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conflicts",
                        to="importing.importedrecord",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts_found",
                        to="importing.importrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "conflict",
                "verbose_name_plural": "conflicts",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["state", "id"], name="conflict_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("record", "field"),
                        name="conflict_open_once",
                    )
                ],
            },
        ),
    ]
