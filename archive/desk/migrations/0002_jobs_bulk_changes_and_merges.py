import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_previews_and_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                (
                    "arguments",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("total", models.PositiveIntegerField(default=0, verbose_name="in all")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="done")),
                ("cursor", models.BigIntegerField(default=0)),
                ("failure", models.TextField(blank=True, verbose_name="why it failed")),
                ("runner", models.CharField(blank=True, max_length=32)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="asked for")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started")),
                ("seen_at", models.DateTimeField(blank=True, null=True, verbose_name="last sign of life")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BulkChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("choosing", "Works chosen"),
                            ("counting", "Being counted"),
                            ("previewed", "Looked at, not made"),
                            ("changing", "Being made"),
                            ("changed", "Made"),
                            ("undoing", "Being taken back"),
                            ("undone", "Taken back"),
                        ],
                        default="choosing",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "operations",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="what it does",
                    ),
                ),
                ("narrowed_by", models.TextField(blank=True, verbose_name="filter")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="works chosen")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="begun")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="made")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken back by",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "bulk change",
                "verbose_name_plural": "bulk changes",
                "ordering": ["-pk"],
                "permissions": [("bulk_change", "Can change many works at once")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="LikelyTwin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=60, verbose_name="kind of record")),
                ("one_id", models.BigIntegerField()),
                ("other_id", models.BigIntegerField()),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("weight", models.SmallIntegerField(default=0)),
                ("is_warning", models.BooleanField(default=False, verbose_name="look-alike letters")),
                ("is_apart", models.BooleanField(default=False, verbose_name="not the same")),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="found")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "likely duplicate",
                "verbose_name_plural": "likely duplicates",
                "ordering": ["-weight", "pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=60, verbose_name="kind of record")),
                ("winner_id", models.BigIntegerField(verbose_name="kept record")),
                ("winner_name", models.CharField(max_length=300, verbose_name="kept")),
                ("loser_names", models.JSONField(default=list, verbose_name="folded into it")),
                (
                    "folds",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="merged")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "kept_back",
                    models.JSONField(default=list, verbose_name="what stayed when it was taken back"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.job",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken back by",
                    ),
                ),
            ],
            options={
                "verbose_name": "merge",
                "verbose_name_plural": "merges",
                "ordering": ["-pk"],
                "permissions": [("merge_records", "Can merge and split people, terms, centers and outlets")],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("article_id", models.BigIntegerField(verbose_name="work")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("chosen", "Not looked at yet"),
                            ("fits", "Will change"),
                            ("changed", "Changed"),
                            ("same", "Is so already"),
                            ("forbidden", "Not yours to edit"),
                            ("refused", "Cannot be changed"),
                            ("stale", "Edited since it was chosen"),
                            ("gone", "No longer in the archive"),
                            ("undone", "As before"),
                            ("kept", "Edited since, so kept"),
                        ],
                        default="chosen",
                        max_length=9,
                        verbose_name="outcome",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("seen_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(blank=True, null=True)),
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
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="desk.bulkchange",
                    ),
                ),
            ],
            options={
                "verbose_name": "work of a bulk change",
                "verbose_name_plural": "works of a bulk change",
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["change", "outcome", "id"], name="bulk_item_outcome"),
                    models.Index(fields=["article_id"], name="bulk_item_work"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("change", "article_id"), name="bulk_item_work_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["state", "id"], name="job_state"),
        ),
        migrations.AddIndex(
            model_name="likelytwin",
            index=models.Index(fields=["model", "is_apart", "-weight", "id"], name="likely_twin_list"),
        ),
        migrations.AddConstraint(
            model_name="likelytwin",
            constraint=models.UniqueConstraint(
                fields=("model", "one_id", "other_id"), name="likely_twin_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="likelytwin",
            constraint=models.CheckConstraint(
                condition=models.Q(("one_id__lt", models.F("other_id"))), name="likely_twin_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["model", "winner_id"], name="merge_winner"),
        ),
    ]
