"""A bulk change counts exactly, changes what it counted, leaves out what it must, and can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from archive.articles import search
from archive.articles.models import Article, ArticleTerm, PastAddress
from archive.desk import jobs
from archive.desk.bulk import operations as ops
from archive.desk.bulk import running
from archive.desk.bulk.choosing import choose
from archive.desk.models import BulkChange, BulkItem, Job
from archive.history.models import Version
from archive.text.slugs import slugify
from tests.makers import make_article, make_author, make_center, make_kind, make_term, tomorrow

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Any:
    return get_user_model().objects.create_superuser("osier")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let long jobs run at once: another process would not see what a test has not committed."""
    monkeypatch.setattr(jobs, "start", jobs.run)


def prepared(by: Any, *operations: ops.Operation, works: Any = None) -> BulkChange:
    """Choose works, all by default, and count what the operations would do."""
    change = choose(Article.objects.all() if works is None else works, by)
    change.operations, change.state = ops.to_json(operations), BulkChange.State.COUNTING
    change.save()
    jobs.begin(running.COUNT, subject=change.pk, total=change.number, by=by)
    return change


def made(by: Any, *operations: ops.Operation, works: Any = None) -> BulkChange:
    """Choose, count and change."""
    change = prepared(by, *operations, works=works)
    job = jobs.begin(running.CHANGE, subject=change.pk, total=change.number, by=by)
    assert job.state == Job.State.DONE, job.failure
    return change


def taken_back(change: BulkChange, by: Any) -> None:
    job = jobs.begin(running.UNDO, subject=change.pk, total=change.number, by=by)
    assert job.state == Job.State.DONE, job.failure


def outcomes(change: BulkChange) -> dict[str, int]:
    found: dict[str, int] = {}
    for outcome in change.items.values_list("outcome", flat=True):
        found[outcome] = found.get(outcome, 0) + 1
    return found


def terms_of(work: Article) -> list[str]:
    return [str(link) for link in work.term_links.select_related("tag")]


def test_the_count_says_how_many_change_and_how_many_are_so_already(chief):
    peat, moss = make_term(name="Peat"), make_term(name="Moss")
    make_article(terms=[peat])
    make_article(terms=[moss, peat])
    assert outcomes(prepared(chief, ops.AddLinks("terms", [moss.pk]))) == {"fits": 1, "same": 1}
    assert ArticleTerm.objects.filter(tag=moss).count() == 1


def test_a_term_is_added_behind_the_others_and_found_by_search(chief):
    peat, moss = make_term(name="Peat"), make_term(name="Sphagnum")
    work = make_article(terms=[peat])
    made(chief, ops.AddLinks("terms", [moss.pk]))
    assert terms_of(work) == ["Peat", "Sphagnum"]
    assert list(search.search("sphagnum", Article.objects.published()).queryset) == [work]


def test_a_replaced_term_keeps_its_place_and_stands_once(chief):
    one, two, three, new = (make_term(name=name) for name in ("Ash", "Birch", "Cedar", "Alder"))
    plain = make_article(terms=[one, two, three])
    twin = make_article(terms=[two, one, new])
    made(chief, ops.ReplaceLink("terms", two.pk, new.pk))
    assert terms_of(plain) == ["Ash", "Alder", "Cedar"]
    assert terms_of(twin) == ["Alder", "Ash"]


def test_a_person_is_replaced_where_she_stands_and_the_printed_name_stays(chief):
    wrong, right = make_author("Mira Holt"), make_author("Mira Holte")
    work = make_article(authors=[make_author("Ana Reed"), wrong])
    made(chief, ops.ReplaceLink("byline", wrong.pk, right.pk))
    assert [(entry.author_id, entry.name) for entry in work.byline][1] == (right.pk, "Mira Holt")


def test_the_new_name_is_printed_where_that_is_asked_for(chief):
    wrong, right = make_author("Mira Holt"), make_author("Mira Holte")
    work = make_article(authors=[wrong])
    made(chief, ops.ReplaceLink("byline", wrong.pk, right.pk, new_name="Mira Holte", reprint=True))
    assert [entry.name for entry in work.byline] == ["Mira Holte"]


def test_a_changed_date_keeps_the_past_address(chief):
    work = make_article("The Weir", date="2014-12-02")
    made(chief, ops.SetDate("2015-03"))
    work.refresh_from_db()
    assert work.path == "2015/03/the-weir"
    assert PastAddress.objects.get(path="2014/12/the-weir").article == work


def test_a_work_whose_new_address_is_taken_is_left_out_and_says_why(chief):
    make_article("The Weir", date="2015-03-01")
    make_article("The Weir", date="2014-12-02")
    change = made(chief, ops.SetDate("2015-03-09"))
    assert outcomes(change) == {"changed": 1, "refused": 1}
    assert "address" in change.items.get(outcome="refused").reason


def test_words_are_replaced_in_titles_and_the_order_of_titles_follows(chief):
    work = make_article("The Tarn Report")
    made(chief, ops.ReplaceText(["title"], "Tarn", "Fell"))
    work.refresh_from_db()
    assert (work.title, work.title_key) == ("The Fell Report", work.make_title_key())


def test_a_title_is_never_emptied(chief):
    make_article("Tarn")
    assert outcomes(prepared(chief, ops.ReplaceText(["title"], "Tarn", ""))) == {"refused": 1}


def test_the_primary_center_counts_among_the_centers(chief):
    old, new = make_center(), make_center()
    work = make_article(centers=[old])
    made(chief, ops.SetColumn("primary_center", new.pk))
    assert [(link.center, link.is_implied) for link in work.center_links.all()] == [(old, False), (new, True)]


def test_what_was_edited_since_it_was_chosen_is_left_out_and_listed(chief):
    edited, other = make_article(), make_article()
    kind = make_kind("brief")
    change = prepared(chief, ops.SetColumn("kind", kind.pk))
    edited.save()
    jobs.begin(running.CHANGE, subject=change.pk, total=2, by=chief)
    assert change.items.get(outcome="stale").article_id == edited.pk
    other.refresh_from_db()
    assert other.kind == kind


def test_undo_restores_values_order_and_addresses(chief):
    one, two, three = (make_term(name=name) for name in ("Ash", "Birch", "Cedar"))
    work = make_article("The Weir", date="2014-12-02", terms=[one, two, three], deck="By the tarn.")
    change = made(
        chief,
        ops.RemoveLinks("terms", [one.pk]),
        ops.SetDate("2016"),
        ops.SetColumn("deck", ""),
        ops.SetColumn("publish_at", tomorrow().isoformat()),
    )
    assert terms_of(work) == ["Birch", "Cedar"]
    taken_back(change, chief)
    stored = Article.objects.get(pk=work.pk)
    assert terms_of(work) == ["Ash", "Birch", "Cedar"]
    assert (stored.path, stored.deck, stored.publish_at) == (work.path, "By the tarn.", None)
    assert PastAddress.objects.get().path == "2016/the-weir"


def test_undo_keeps_and_lists_what_was_edited_since(chief):
    edited, other = make_article(), make_article()
    kind = make_kind("brief")
    change = made(chief, ops.SetColumn("kind", kind.pk))
    Article.objects.get(pk=edited.pk).save()
    taken_back(change, chief)
    assert change.items.get(outcome="kept").article_id == edited.pk
    assert [Article.objects.get(pk=work.pk).kind for work in (edited, other)] == [kind, None]


def test_two_changes_are_taken_back_one_after_the_other(chief):
    work, first, second = make_article(), make_term(name="Ash"), make_term(name="Birch")
    earlier = made(chief, ops.AddLinks("terms", [first.pk]))
    later = made(chief, ops.AddLinks("terms", [second.pk]))
    taken_back(later, chief)
    taken_back(earlier, chief)
    assert terms_of(work) == []
    assert outcomes(earlier) == {"undone": 1}


def test_undo_keeps_a_work_whose_former_term_is_gone(chief):
    old, new = make_term(name="Ash"), make_term(name="Birch")
    make_article(terms=[old])
    change = made(chief, ops.ReplaceLink("terms", old.pk, new.pk))
    old.delete()
    taken_back(change, chief)
    assert outcomes(change) == {"kept": 1}


def test_a_change_that_names_a_record_that_is_gone_fails_and_says_so(chief):
    make_article()
    term = make_term(name="Ash")
    change = prepared(chief, ops.AddLinks("terms", [term.pk]))
    term.delete()
    job = jobs.begin(running.CHANGE, subject=change.pk, total=1, by=chief)
    assert job.state == Job.State.FAILED
    assert "no longer in the archive" in job.failure


def test_a_split_makes_the_new_person_and_undo_takes_her_away(chief):
    both = make_author("J. Marsh")
    work = make_article(authors=[both])
    change = made(chief, ops.ReplaceLink("byline", both.pk, 0, new_name="June Marsh"))
    assert work.byline_entries.get().author.name == "June Marsh"
    taken_back(change, chief)
    assert work.byline_entries.get().author == both
    assert not type(both).objects.filter(name="June Marsh").exists()


def test_a_change_goes_on_where_it_was_interrupted(chief, monkeypatch):
    works = [make_article() for _ in range(3)]
    monkeypatch.setattr(running, "BATCH", 1)
    kind = make_kind("brief")
    change = prepared(chief, ops.SetColumn("kind", kind.pk))
    job = Job.objects.create(kind=running.CHANGE, subject_id=change.pk, total=3, by=chief)
    write, calls = running.write, []

    def breaks(some: Any) -> Any:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("The lamp went out.")
        return write(some)

    monkeypatch.setattr(running, "write", breaks)
    assert jobs.run(job.pk).state == Job.State.FAILED
    assert outcomes(change) == {"changed": 1, "fits": 2}
    job.refresh_from_db()
    jobs.go_on(job)
    assert Article.objects.filter(kind=kind).count() == len(works)
    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 3)


def test_nobody_takes_over_a_job_that_is_being_done(chief):
    job = Job.objects.create(kind=running.CHANGE, state=Job.State.RUNNING, by=chief)
    Job.objects.update(seen_at=job.created_at)
    assert jobs.run(job.pk) is None


def test_five_thousand_works_are_retagged_and_undone(chief, django_assert_max_num_queries):
    old, new = make_term(name="Lamp"), make_term(name="Lantern")
    works = Article.objects.bulk_create(
        Article(title=f"Note {number}", slug=slugify(f"Note {number}"), body="", status="published")
        for number in range(5000)
    )
    ArticleTerm.objects.bulk_create(ArticleTerm(content_object=work, tag=old) for work in works)
    change = prepared(chief, ops.ReplaceLink("terms", old.pk, new.pk))
    with django_assert_max_num_queries(1250):  # 25 batches
        jobs.begin(running.CHANGE, subject=change.pk, total=5000, by=chief)
    assert ArticleTerm.objects.filter(tag=new).count() == 5000
    assert BulkItem.objects.filter(outcome="changed").count() == 5000
    taken_back(change, chief)
    assert ArticleTerm.objects.filter(tag=old).count() == 5000
    assert outcomes(change) == {"undone": 5000}


def test_a_work_in_review_is_decided_there(chief):
    make_article(status="review")
    change = prepared(chief, ops.SetStatus("published"))
    assert "in review" in change.items.get(outcome="refused").reason


def test_withdrawn_works_say_why_and_come_back(chief):
    work = make_article()
    change = made(chief, ops.SetStatus("withdrawn", "Printed twice."))
    work.refresh_from_db()
    assert (work.status, work.withdrawal_reason) == ("withdrawn", "Printed twice.")
    taken_back(change, chief)
    work.refresh_from_db()
    assert (work.status, work.withdrawal_reason) == ("published", "")


def test_every_change_leaves_a_version_that_says_who_and_what(chief):
    work, kind = make_article(), make_kind("brief")
    made(chief, ops.SetColumn("kind", kind.pk))
    last = Version.objects.filter(object_id=work.pk).order_by("pk").last()
    assert (last.by, last.action, "Set" in last.note) == (chief, "bulk", True)
