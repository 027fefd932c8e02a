"""`purge_history` throws away what is old, and never a beginning, a present, or what is at work."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from archive import history
from archive.articles.models import Article
from archive.history.models import Text, Version
from archive.publication import Status
from tests.makers import make_article, make_author, tomorrow

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - dt.timedelta(days=10 * 365)


def changed(record, times, **values):
    """Change a record several times, long ago."""
    for number in range(times):
        with history.keeping([record]):
            type(record).objects.filter(pk=record.pk).update(
                **{name: value.format(number) for name, value in values.items()}
            )
    Version.objects.filter(object_id=record.pk).update(at=LONG_AGO)
    return record


def purge(*options):
    out = io.StringIO()
    call_command("purge_history", "--older-than", "5y", *options, stdout=out)
    return out.getvalue()


def test_the_first_and_the_last_version_stay():
    work = changed(make_article("One"), 4, title="Title {}")
    said = purge()
    assert [one.name for one in Version.objects.all()] == ["One", "Title 3"]
    assert "3 thrown away, of 1 records" in said
    assert Article.objects.get(pk=work.pk).title == "Title 3"


def test_what_is_young_stays():
    work = changed(make_article("One"), 2, title="Old {}")
    for title in ("Young 1", "Young 2"):
        with history.keeping([work]):
            Article.objects.update(title=title)
    purge()
    assert [one.name for one in Version.objects.all()] == ["One", "Young 1", "Young 2"]


def test_works_in_review_and_scheduled_ones_keep_everything():
    changed(make_article("In review", status=Status.REVIEW), 4, title="Title {}")
    changed(make_article("Scheduled", publish_at=tomorrow()), 4, title="Title {}")
    said = purge()
    assert Version.objects.count() == 10
    assert "6 kept, of works in review or scheduled" in said


def test_a_dry_run_says_what_would_go_and_touches_nothing():
    changed(make_article("One"), 4, title="Title {}")
    assert "3 would be thrown away" in purge("--dry-run")
    assert Version.objects.count() == 5


def test_long_texts_go_with_the_last_version_that_has_them():
    changed(make_article("One"), 3, body=f"<p>{{0}} {'The quay was empty. ' * 50}</p>")
    assert Text.objects.count() == 3
    assert "with 2 long texts" in purge()
    assert Text.objects.count() == 1


def test_what_was_deleted_keeps_its_last_version():
    person = changed(make_author("Ada"), 4, name="Ada {}")
    with history.keeping([person]):
        person.delete()
    Version.objects.update(at=LONG_AGO)
    purge()
    assert [(one.name, one.is_gone) for one in Version.objects.all()] == [("Ada", False), ("Ada 3", True)]


@pytest.mark.parametrize("age", ["5", "0y", "999999y"])
def test_an_age_that_is_none_is_refused_in_a_sentence(age):
    with pytest.raises(CommandError, match="is not understood; write an age as 90d, 8w, 18m or 5y"):
        call_command("purge_history", "--older-than", age)
