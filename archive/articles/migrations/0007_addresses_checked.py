"""Let old addresses lead to paths of ours only; let editors ignore what was asked for in vain."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_former_hosts"),
    ]

    operations = [
        migrations.AddField(
            model_name="missingaddress",
            name="is_ignored",
            field=models.BooleanField(default=False, verbose_name="ignored"),
        ),
        migrations.AlterField(
            model_name="missingaddress",
            name="last_seen",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="last asked for"),
        ),
        migrations.AddConstraint(
            model_name="legacyaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target__startswith", "//"),
                    ("target__startswith", "/\\"),
                    ("target__contains", "?"),
                    _connector="OR",
                    _negated=True,
                ),
                name="legacy_address_target_is_a_path_of_ours",
            ),
        ),
    ]
