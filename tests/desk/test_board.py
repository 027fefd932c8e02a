"""The start page of the desk, the quality board and the quick search, as an editor of one center has them."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from archive.articles import search
from archive.articles.models import Article, BodyLink, Review
from archive.articles.quality import LACKS
from archive.desk.models import LikelyTwin, QualityDay
from archive.editing.checks import checks_for, count
from archive.importing.models import ImportRun, OpenName
from tests.makers import (
    make_article,
    make_author,
    make_center,
    make_kind,
    make_outlet,
    make_term,
    make_user,
    tomorrow,
)

pytestmark = pytest.mark.django_db
BOARD = "/admin/quality/"


@pytest.fixture
def here(db):
    """The center that the editor works for."""
    return make_center("Tarn Center")


@pytest.fixture
def there(here):
    """Another center."""
    return make_center("Fen Center")


@pytest.fixture
def editor(here):
    """An editor of one center."""
    return make_user("Editor", here)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def flawed(center, **values):
    """Make one work for each lack, each lacking nothing else."""
    whole = {"deck": "A timetable.", "kind": make_kind("known"), "reviewed_at": timezone.now()} | values
    unknown = make_kind("odd")
    unknown.is_known = False
    unknown.save()
    soon = timezone.now().date() + dt.timedelta(days=30)
    works = {
        "rights": make_article(centers=[center], **whole | {"image_rights_until": soon}),
        "links": make_article(centers=[center], **whole),
        "kind": make_article(centers=[center], **whole | {"kind": unknown}),
        "byline": make_article(centers=[center], authors=["W. Oakrest"], **whole),
        "deck": make_article(centers=[center], **whole | {"deck": ""}),
        "outlet": make_article(centers=[center], outlet=make_outlet(), **whole),
        "review": make_article(centers=[center], **whole | {"reviewed_at": None}),
        "alt": make_article(centers=[center], body='<p><img src="/media/quay.webp"></p>', **whole),
    }
    BodyLink.objects.create(article=works["links"], href="https://tarn.example/7", key="7")
    make_article(centers=[center], **whole)
    return works


def numbers(response):
    """Return what the board says: the number by the address that it leads to."""
    found = re.findall(
        r'<li class="line[^"]*"><a href="([^"]+)"><data value="(\d+)">', response.content.decode()
    )
    return {address.replace("&amp;", "&"): int(number) for address, number in found}


def test_each_number_is_that_of_the_list_it_leads_to_and_of_the_editors_centers_only(desk, here, there):
    own = flawed(here)
    flawed(there)
    board = numbers(desk.get(BOARD))
    for code in LACKS:
        address = f"/admin/articles/article/?lacks={code}&whose=mine"
        listed = desk.get(address).context["cl"]
        assert [work.pk for work in listed.result_list] == [own[code].pk], code
        assert board[address] == listed.result_count == 1, code


def test_who_works_for_every_center_sees_all_of_it(client, here, there):
    flawed(here)
    flawed(there)
    client.force_login(make_user("Chief editor"))
    board = numbers(client.get(BOARD))
    for code in LACKS:
        address = f"/admin/articles/article/?lacks={code}"
        assert board[address] == client.get(address).context["cl"].result_count == 2, code


def test_people_terms_names_and_duplicates_have_lines_that_lead_to_their_lists(client, here):
    silent, told = make_author(), make_author(bio="<p>Writes.</p>")
    carried = make_term("region", parent=make_term("region"))
    make_article(centers=[here], authors=[silent, told], terms=[carried])
    orphan = make_term()
    OpenName.objects.create(authority="person", key="w", name="W.", works=1)
    OpenName.objects.create(authority="person", key="x", name="X.", works=1, state="ask")
    one, other = sorted([silent.pk, told.pk])
    LikelyTwin.objects.create(model="authors.author", one_id=one, other_id=other)
    client.force_login(make_user("Chief editor"))
    board = numbers(client.get(BOARD))
    people, terms = "/admin/authors/author/?lacks=bio", "/admin/tags/term/?lacks=works"
    assert [row.pk for row in client.get(people).context["cl"].result_list] == [silent.pk]
    assert [row.pk for row in client.get(terms).context["cl"].result_list] == [orphan.pk]
    assert (board[people], board[terms]) == (1, 1)
    assert board["/admin/importing/openname/"] == 1
    assert board["/admin/desk/likelytwin/"] == 1


def test_what_nobody_may_mend_here_is_not_on_her_board(client, here):
    flawed(here)
    client.force_login(make_user())
    assert numbers(client.get(BOARD)) == {}


def test_the_board_asks_no_more_for_more_rows(desk, here, django_assert_num_queries):
    for _ in range(2):
        flawed(here)
        desk.get(BOARD)
        with django_assert_num_queries(11):
            assert desk.get(BOARD).status_code == 200


def test_the_first_look_of_a_day_keeps_its_counts_by_center(desk, here, there, django_assert_num_queries):
    flawed(here)
    flawed(there)
    cache.clear()
    desk.get("/admin/quality/")
    QualityDay.objects.all().delete()
    with django_assert_num_queries(12 + 1):  # the counts, and the row that keeps them
        desk.get(BOARD)
    kept = QualityDay.objects.get()
    assert kept.day == timezone.now().date()
    assert kept.counts["deck"] == {str(here.pk): 1, str(there.pk): 1}
    assert kept.number("deck", frozenset([here.pk])) == 1
    assert kept.number("deck", None) == 2
    assert kept.number("a check of later years", None) is None


def test_the_command_keeps_a_day_on_which_nobody_looks_once(here, capsys):
    flawed(here)
    call_command("note_quality")
    Article.objects.update(deck="")
    call_command("note_quality")
    assert QualityDay.objects.get().counts["deck"] == {str(here.pk): 1}
    assert "kept before, days 1" in capsys.readouterr().out


def test_a_trend_says_in_words_and_as_a_line_whether_it_gets_less(desk, here, there):
    flawed(here)
    today = timezone.now().date()
    for back, number in ((2, 9), (1, 5)):
        counts = {"deck": {str(here.pk): number, str(there.pk): 100}}
        QualityDay.objects.create(day=today - dt.timedelta(days=back), counts=counts)
    page = desk.get(BOARD).content.decode()
    line = page[page.index("lacks=deck") :]
    assert 'class="trend falls"' in line
    assert "8 fewer over 3 days" in line
    assert '<polyline points="1.0,1.0 48.0,10.0 95.0,19.0"/>' in line


def test_the_pictures_stand_as_tables_too(desk, here, there):
    make_article(centers=[here], date="2003-05-06")
    make_article(centers=[there], date="2004")
    make_article(centers=[there], date="2005", status="draft")
    Review.objects.create(article=make_article(centers=[here], status="review"))
    ImportRun.objects.create(command="import_content tarn", created=7, updated=2)
    cache.clear()
    page = " ".join(desk.get(BOARD).content.decode().split())
    assert '<tr><th scope="row">2003</th><td>1</td><td>0</td></tr>' in page
    assert '<tr><th scope="row">2005</th>' not in page
    assert '<th scope="row">Up to a week</th><td><span class="number">1</span>' in page
    assert '<td><span class="number">9</span>' in page


def piles(response):
    page = response.content.decode()
    return {
        code: re.findall(r"<bdi lang=\"\w+\">([^<]*)</bdi>", part.split("</section>")[0])
        for code, part in re.findall(r'<section class="pile pile-(\w+)"(.*?</section>)', page, re.DOTALL)
    }


def test_the_start_page_is_an_editors_day(desk, editor, here, there):
    today = timezone.now().date().isoformat()
    make_article("My draft", centers=[here], status="draft", begun_by=editor)
    make_article("Her draft", centers=[here], status="draft")
    asked = make_article("Asked of me", centers=[there], status="review")
    Review.objects.create(article=asked, reviewer=editor)
    taken = make_article("Asked of another", centers=[here], status="review")
    Review.objects.create(article=taken, reviewer=make_user())
    make_article("Tomorrow here", centers=[here], publish_at=tomorrow())
    make_article("Tomorrow there", centers=[there], publish_at=tomorrow())
    make_article("Today here", centers=[here], date=today)
    make_article("Today there", centers=[there], date=today)
    make_article("Long ago", centers=[here], date="2014-12-02")
    assert piles(desk.get("/admin/")) == {
        "review": ["Asked of me"],
        "drafts": ["My draft"],
        "scheduled": ["Tomorrow here"],
        "published": ["Today here"],
    }


def test_the_start_page_begins_with_writing_and_keeps_every_list_within_reach(desk, editor):
    page = desk.get("/admin/").content.decode()
    assert page.index("/admin/articles/article/add/") < page.index('class="pile')
    for address in ("/admin/articles/article/", "/admin/tags/term/", "/admin/authors/author/", BOARD):
        assert f'href="{address}"' in page, address


def test_what_waits_for_a_decision_stands_at_the_head_of_the_start_page(client, here):
    client.force_login(make_user("Chief editor"))
    assert 'class="waiting"' not in client.get("/admin/").content.decode()
    OpenName.objects.create(authority="person", key="w", name="W.", works=1)
    page = client.get("/admin/").content.decode()
    assert '<a href="/admin/importing/openname/"><data value="1">1</data>' in page


def test_who_may_not_see_works_is_told_of_none(client, here):
    make_article("The Lantern Tax", centers=[here], status="review")
    client.force_login(make_user())
    page = client.get("/admin/").content.decode()
    assert "pile" not in page
    assert "Lantern" not in page


def test_the_start_page_asks_as_much_for_many_works_as_for_few(desk, editor, here, django_assert_num_queries):
    for number in (1, 8):
        for _ in range(number):
            make_article(centers=[here], status="draft", begun_by=editor)
            Review.objects.create(article=make_article(centers=[here], status="review"), reviewer=editor)
            make_article(centers=[here], publish_at=tomorrow(), kind=make_kind())
            make_article(centers=[here], date=timezone.now().date().isoformat(), kind=make_kind())
        desk.get("/admin/")
        with django_assert_num_queries(16):
            assert desk.get("/admin/").status_code == 200


def test_one_line_finds_works_people_and_terms_that_one_may_see(desk, here, there):
    make_article("The Lantern Tax", centers=[here], status="draft")
    make_article("The Lantern Levy", centers=[there], status="draft")
    make_article("Lantern Light", centers=[there])
    make_author("Ada Lantern")
    make_term("topic", "Lanterns")
    search.rebuild()
    page = desk.get(reverse("desk_search_changelist"), {"q": "lantern"}).content.decode()
    for name in ("The Lantern Tax", "Lantern Light", "Ada Lantern", "Lanterns"):
        assert name in page, name
    assert "Levy" not in page
    assert "Nothing is called" in desk.get(reverse("desk_search_changelist"), {"q": "xylem"}).content.decode()


def test_saving_a_work_reviews_it_and_so_does_saying_it_of_many(desk, editor, here, there):
    mine, hers = (make_article(centers=[center]) for center in (here, there))
    chosen = {"action": "mark_reviewed", "_selected_action": [mine.pk, hers.pk]}
    desk.post("/admin/articles/article/", chosen)
    mine.refresh_from_db()
    hers.refresh_from_db()
    assert mine.reviewed_at
    assert hers.reviewed_at is None


def test_counting_takes_one_query_where_one_works_for_all(here, django_assert_num_queries):
    chief = make_user("Chief editor")
    checks = checks_for(chief)
    with django_assert_num_queries(1):
        found = count(checks, chief)
    assert set(found) == {check.code for check in checks}
