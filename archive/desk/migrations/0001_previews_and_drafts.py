import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import archive.desk.models.drafts
import archive.desk.models.previews
import archive.fields
import archive.files


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0015_quick_packing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                ("note", archive.fields.LineField(blank=True, max_length=200, verbose_name="for whom")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
                (
                    "expires_at",
                    models.DateTimeField(default=archive.desk.models.previews.expiry, verbose_name="until"),
                ),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                ("first_opened", models.DateTimeField(null=True, verbose_name="first opened")),
                ("last_opened", models.DateTimeField(null=True, verbose_name="last opened")),
                ("openings", models.PositiveIntegerField(default=0, verbose_name="times opened")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preview_links",
                        to="articles.article",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=archive.desk.models.drafts.new_key,
                        max_length=32,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^[0-9a-f]{32}\\Z")],
                    ),
                ),
                ("title", archive.fields.LineField(blank=True, max_length=2000)),
                ("form", models.TextField(help_text="The fields, as application/x-www-form-urlencoded.")),
                (
                    "picture",
                    archive.files.PictureField(
                        blank=True,
                        max_length=200,
                        upload_to=archive.files.Unguessable("drafts"),
                        validators=[archive.files.validate_picture],
                    ),
                ),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="articles.article",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved text",
                "verbose_name_plural": "unsaved texts",
                "indexes": [models.Index(fields=["user", "article", "-saved_at"], name="draft_of_user")],
            },
        ),
    ]
