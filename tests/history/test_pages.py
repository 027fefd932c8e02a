"""The history of a record in the admin: read, compared, put back, by an editor through the front door."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages

from archive import history
from archive.articles import search
from archive.articles.models import Article
from archive.history.models import Version
from tests.admin.conftest import errors_of, row
from tests.makers import make_article, make_author, make_center, make_term

pytestmark = pytest.mark.django_db


def at(record, what="change"):
    meta = record._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{record.pk}/{what}/"


def saved(response):
    assert response.status_code == 302, errors_of(response)


def versions(record):
    return list(Version.objects.of(record._meta.label_lower, record.pk).order_by("pk"))


def read(client, url, **data):
    response = client.get(url, data)
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def said(response):
    return [str(one) for one in get_messages(response.wsgi_request)]


def restore(client, record, version, *fields):
    data = {"version": f"v{version.pk}"} | ({"field": fields} if fields else {"whole": "yes"})
    client.get(at(record, "history"))  # which says what was done before
    response = client.post(at(record, "history/restore"), data)
    assert response.status_code == 302
    return said(response)


def whole(work):
    work = Article.objects.get(pk=work.pk)
    return (
        work.title,
        work.deck,
        str(work.body),
        [(entry.name, entry.author_id, entry.role) for entry in work.byline_entries.all()],
        [link.tag_id for link in work.term_links.all()],
        [link.center_id for link in work.center_links.filter(is_implied=False)],
        [one.title for one in work.attachments.all()],
        [one.text for one in work.corrections.all()],
    )


def test_the_history_says_who_changed_what_and_when(save, desk, editor):
    work = make_article("Ferries")
    saved(save(at(work), title="Ferries at Dawn", deck="A deck."))
    page = read(desk, at(work, "history"))
    assert "Edited title, deck" in page
    assert editor.username in page


def test_a_save_without_a_change_adds_no_version(save):
    work = make_article(authors=["Ada Quill"], terms=[make_term()], centers=[make_center()])
    saved(save(at(work)))
    saved(save(at(work)))
    assert versions(work) == []


def test_a_work_written_here_begins_its_history(save):
    saved(save("/admin/articles/article/add/", title="New", slug="new", language="en"))
    assert [one.action for one in versions(Article.objects.get())] == ["create"]


def test_people_terms_centers_and_what_hangs_on_them_have_a_history(save):
    for record, prefix in ((make_author(), "names"), (make_term(), "names"), (make_center(), "names")):
        saved(save(at(record), {f"{prefix}-TOTAL_FORMS": 1} | row(prefix, 0, name="Another Name")))
        assert [one.changed for one in versions(record)] == [[], ["names"]]


def test_two_versions_are_compared_word_by_word_block_by_block_row_by_row(save, desk):
    work = make_article("Ferries at Dusk", authors=["Ada Quil"], body="<p>The quay was empty.</p>")
    saved(
        save(
            at(work),
            {"byline_entries-0-name": "Ada Quill"},
            title="Ferries at Dawn",
            body="<p>The quay was full.</p><p>New.</p>",
        )
    )
    page = desk.get(at(work, "history/compare")).content.decode()
    assert ">Dusk</del>" in page
    assert ">Dawn</ins>" in page
    assert re.search(r"<del>empty\.?\s*</del>", page)
    assert re.search(r"is-new.*?<p>New\.</p>", page, re.S)
    assert "<del>Quil</del><ins>Quill</ins>" in page


def test_a_whole_work_is_put_back_with_byline_terms_and_all_that_hangs_on_it(save, desk):
    center, person = make_center(), make_author("Tove Linde")
    terms = [make_term() for _ in range(3)]
    work = make_article("Ferries", authors=[person, "Ada Quill"], terms=terms, centers=[center])
    work.attachments.create(title="Map", url="https://example.org/map.pdf", position=0)
    work.corrections.create(corrected_on="2015-01-02", text="It said Tuesday.")
    before = whole(work)
    saved(
        save(
            at(work),
            {
                "byline_entries-0-DELETE": "on",
                "byline_entries-1-name": "A. Quill",
                "term_links-0-position": 2,
                "term_links-2-position": 0,
                "term_links-1-DELETE": "on",
                "attachments-0-DELETE": "on",
                "corrections-0-DELETE": "on",
            },
            title="Boats",
            body="<p>Other.</p>",
        )
    )
    assert whole(work) != before
    assert len(restore(desk, work, versions(work)[0])) == 1
    assert whole(work) == before
    assert versions(work)[-1].action == "restore"


def test_one_field_is_put_back_and_the_others_stay(save, desk):
    work = make_article("Ferries", deck="Old.")
    saved(save(at(work), title="Boats", deck="New."))
    restore(desk, work, versions(work)[0], "title")
    assert whole(work)[:2] == ("Ferries", "New.")


def test_rows_are_put_back_without_the_rest(save, desk):
    work = make_article("Ferries", authors=["Ada", "Bo"])
    saved(save(at(work), {"byline_entries-0-position": 1, "byline_entries-1-position": 0}, title="Boats"))
    restore(desk, work, versions(work)[0], "byline_entries")
    assert [one[0] for one in whole(work)[3]] == ["Ada", "Bo"]
    assert whole(work)[0] == "Boats"


def test_what_is_put_back_keeps_the_address_it_leaves_and_is_found(save, desk):
    work = make_article("Ferries", slug="ferries")
    saved(save(at(work), title="Zeppelins", slug="zeppelins"))
    restore(desk, work, versions(work)[0])
    assert Article.objects.get().path == "2014/12/ferries"
    assert [one.path for one in work.past_addresses.all()] == ["2014/12/zeppelins"]
    assert list(search.search("ferries", Article.objects.all()).queryset) == [work]
    assert list(search.search("zeppelins", Article.objects.all()).queryset) == []


def test_what_the_form_refuses_is_not_put_back(save, desk):
    work = make_article("Ferries", slug="ferries")
    saved(save(at(work), slug="boats"))
    make_article("Other", slug="ferries")
    work.past_addresses.all().delete()
    said = restore(desk, work, versions(work)[0])
    assert said[0].startswith("Nothing was restored:")
    assert Article.objects.get(pk=work.pk).slug == "boats"


def test_a_person_who_became_another_is_put_back_as_the_other(save, desk):
    loser, winner = make_author("T. Linde"), make_author("Tove Linde")
    work = make_article(authors=[loser])
    saved(save(at(work), {"byline_entries-0-DELETE": "on"}))
    with history.keeping([loser, winner], action="merge") as kept:
        kept.became(loser, winner)
        loser.delete()
    restore(desk, work, versions(work)[0])
    assert whole(work)[3] == [("T. Linde", winner.pk, "")]


def test_a_term_that_is_gone_is_named_and_left_out(save, desk):
    ants, bees = make_term(name="Ants"), make_term(name="Bees")
    work = make_article(terms=[ants, bees])
    saved(save(at(work), {"term_links-0-DELETE": "on"}))
    with history.keeping([ants]):
        ants.delete()
    assert "Ants (no longer here)" in read(desk, at(work, "history/compare"))
    assert "“Ants” is no longer here." in restore(desk, work, versions(work)[0])
    assert whole(work)[4] == [bees.pk]


def test_a_deleted_record_keeps_its_history(desk, editor):
    term = make_term(name="Ants")
    editor.user_permissions.add(Permission.objects.get(codename="delete_term"))
    assert desk.post(at(term, "delete"), {"post": "yes"}).status_code == 302
    assert [(one.action, one.is_gone) for one in versions(term)][-1] == ("delete", True)


def test_no_query_more_for_more_versions(desk, django_assert_max_num_queries):
    work = make_article()
    for number in range(60):
        with history.keeping([work]):
            Article.objects.filter(pk=work.pk).update(place=f"Tarn {number}")
    with django_assert_max_num_queries(12):
        page = read(desk, at(work, "history"))
    assert "61 versions" in page
    with django_assert_max_num_queries(12):
        assert "61" in read(desk, at(work, "history"), page=2)
    with django_assert_max_num_queries(14):
        read(desk, at(work, "history/compare"))


def test_odd_questions_are_answered_in_order(desk):
    work = make_article()
    for query in ("page=0", "page=99999999999999999999", "page=x"):
        assert desk.get(f"{at(work, 'history')}?{query}").status_code == 200
    for query in ("to=v999", "from=v1&to=now", "to=%00"):
        assert desk.get(f"{at(work, 'history/compare')}?{query}").status_code == 404
    assert desk.get(at(work, "history/compare")).status_code == 200
    assert desk.post(at(work, "history/restore"), {"version": "v1"}).status_code == 404
