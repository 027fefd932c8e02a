"""`import_redirects`: lists of old addresses lead to pages of ours; a second run changes nothing."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from archive.articles.models import LegacyAddress, MissingAddress, PastAddress
from archive.importing.models import Change, ImportRun
from archive.importing.redirects.lists import RedirectLine, read_list
from tests import makers
from tests.importing.conftest import Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def import_redirects(tmp_path):
    """Write a list and import it, with these options."""

    def call(text, *options, name="redirects.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_redirects", str(path), *map(str, options), stdout=out, stderr=err)
        except SystemExit as end:
            return Said(int(end.code or 0), out.getvalue(), err.getvalue())
        return Said(0, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def ferry():
    """A work that has moved, in an archive with a person, a term and two centers."""
    makers.make_center("Tarn")
    makers.make_center("Moor").past_slugs.create(slug="heath")
    person = makers.make_author("Ann Moss")
    person.past_slugs.create(slug="a-moss")
    work = makers.make_article("The Ferry", authors=[person], terms=[makers.make_term("topic", "Quays")])
    PastAddress.objects.create(article=work, path="2013/11/the-boat")
    return work


def leads():
    """Return what every old address leads to."""
    return {
        row.address: "gone" if row.is_gone else row.target or row.article.get_absolute_url()
        for row in LegacyAddress.objects.select_related("article")
    }


FERRY = "/articles/2014/12/the-ferry/"


def test_old_addresses_lead_to_works_and_pages_or_are_gone(import_redirects, ferry, settings):
    settings.BASE_URL = "https://archive.example"
    said = import_redirects(
        "old,new,status\n"
        f"https://www.old.example/posts/1/,{FERRY},301\n"
        "http://old.example/posts/2?lang=en,https://archive.example/moor/articles/2013/11/the-boat?x=1#top,\n"
        "old.example/people/ann,/authors/a-moss/,301\n"
        "/topics.php?id=4,HTTPS://WWW.archive.example/Topics/quays,302\n"
        "old.example/all,/articles,\n"
        "old.example/middle,/heath/topics/,\n"
        "old.example/guestbook,,\n"
        "old.example/forum,/articles/,410\n"
    )
    assert (said.code, said.err) == (0, "")
    assert said.closing == "created 8, updated 0, unchanged 0, conflicts 0, rejected 0, read 8"
    assert leads() == {
        "old.example/posts/1": FERRY,
        "old.example/posts/2": FERRY,
        "old.example/people/ann": "/authors/ann-moss/",
        "/topics.php?id=4": "/topics/quays/",
        "old.example/all": "/articles/",
        "old.example/middle": "/moor/topics/",
        "old.example/guestbook": "gone",
        "old.example/forum": "gone",
    }


def test_what_is_no_page_of_ours_is_rejected_with_the_reason(import_redirects, ferry):
    said = import_redirects(
        "old.example/1,https://elsewhere.example/x\n"
        "old.example/2,/articles/2014/12/no-such-work/\n"
        "old.example/3,//elsewhere.example/x\n"
        "old.example/4,/admin/\n"
        "old.example/5,javascript:alert(1)\n"
        "old.example/6,/search/?q=ferry\n"
        f"old.example/7,{FERRY},200\n"
        f"old.example/8/*,{FERRY}\n"
        f"https://old.example/,{FERRY}\n"
        f",{FERRY}\n"
        "old.example/9\n"
        f"mailto:ann@old.example,{FERRY}\n"
    )
    assert said.code == 3
    assert said.closing == "created 0, updated 0, unchanged 0, conflicts 0, rejected 12, read 12"
    faults = said.err.splitlines()
    assert faults[0] == (
        'redirects.csv, line 1: old "old.example/1" was left out: “https://elsewhere.example/x” is at '
        "another site; an old address leads to a page of ours only."
    )
    for at, words in [
        (1, "is no page of ours"), (2, "at another site"), (3, "is no page of ours"), (4, "at another site"),
        (5, "asks a list something"), (6, "the status “200”"), (7, "is a pattern"),
        (8, "is no address of a page"), (9, "names no old address"), (10, "does not say where"),
        (11, "is no address of a page"),
    ]:  # fmt: skip
        assert f"line {at + 1}:" in faults[at]
        assert words in faults[at]
    assert not LegacyAddress.objects.exists()


def test_an_address_of_a_page_of_ours_is_refused_and_one_that_leads_to_itself_is_not_needed(
    import_redirects, ferry
):
    said = import_redirects(
        f"https://old.example{FERRY},/articles/\n"
        f"https://old.example/moor{FERRY},{FERRY}\n"
        f"https://old.example/articles/2013/11/the-boat/,{FERRY}\n"
        "/articles/,/articles/\n"
        f"/?p=77,{FERRY}\n"
    )
    assert said.closing == "created 1, updated 0, unchanged 3, conflicts 0, rejected 1, read 5"
    assert f"this is the address of a page of ours ({FERRY}), which always wins" in said.err
    assert leads() == {"?p=77": FERRY}


def test_a_chain_leads_to_its_end_in_whatever_order_it_stands(import_redirects, ferry):
    ferry.legacy_addresses.create(address="older.example/ferry")
    said = import_redirects(
        "old.example/a,http://old.example/B/\n"
        "old.example/b,/c\n"
        f"old.example/c,{FERRY}\n"
        "old.example/d,old.example/c\n"
        "old.example/e,https://www.older.example/ferry?utm_source=x\n"
        "old.example/f,old.example/g\n"
        "old.example/g,\n"
    )
    assert said.closing == "created 7, updated 0, unchanged 0, conflicts 0, rejected 0, read 7"
    ends = leads()
    assert {address: end for address, end in ends.items() if end != FERRY} == {
        "old.example/f": "gone", "old.example/g": "gone",
    }  # fmt: skip


def test_a_circle_is_refused(import_redirects, ferry):
    said = import_redirects(
        "old.example/a,old.example/b\nold.example/b,old.example/c\nold.example/c,old.example/a\n"
        "old.example/d,old.example/d\nold.example/e,old.example/a\n"
    )
    assert said.closing == "created 0, updated 0, unchanged 0, conflicts 0, rejected 5, read 5"
    assert said.err.count("leads in a circle back to itself") == 5


def test_the_first_of_two_that_differ_stays_and_the_other_is_told(import_redirects, ferry):
    said = import_redirects(
        f"old.example/a,{FERRY}\n"
        "http://OLD.example/A/,/articles/\n"
        f"https://www.old.example/a?utm_source=x,{FERRY}\n"
        "old.example/a,\n"
    )
    assert (said.code, said.closing) == (
        3,
        "created 1, updated 0, unchanged 1, conflicts 2, rejected 0, read 4",
    )
    assert f'line 2: old "http://OLD.example/A/" leads to {FERRY} already, which stays' in said.err
    assert leads() == {"old.example/a": FERRY}


def test_what_stands_stays_unless_it_is_to_be_replaced(import_redirects, ferry):
    ferry.legacy_addresses.create(address="old.example/a")
    lines = "old.example/a,/articles/\nold.example/a,/authors/\n"
    assert (
        import_redirects(lines).closing
        == "created 0, updated 0, unchanged 0, conflicts 2, rejected 0, read 2"
    )
    assert leads() == {"old.example/a": FERRY}
    said = import_redirects(lines, "--replace")
    assert said.closing == "created 0, updated 1, unchanged 0, conflicts 1, rejected 0, read 2"
    assert leads() == {"old.example/a": "/articles/"}
    change = Change.objects.get(before__isnull=False)
    assert change.before == {"article_id": ferry.pk, "target": "", "is_gone": False}


def test_a_second_run_writes_nothing(import_redirects, ferry):
    lines = "".join(f"old.example/{number},{FERRY}\n" for number in range(50)) + "old.example/x,/nowhere/\n"
    import_redirects(lines)
    before = list(LegacyAddress.objects.order_by("pk").values())
    said = import_redirects(lines)
    assert said.closing == "created 0, updated 0, unchanged 50, conflicts 0, rejected 1, read 51"
    assert list(LegacyAddress.objects.order_by("pk").values()) == before
    assert not Change.objects.filter(run=ImportRun.objects.first()).exists()


def test_a_dry_run_says_what_the_real_run_does_and_writes_nothing(import_redirects, ferry, tmp_path):
    lines = f"old.example/a,old.example/b\nold.example/b,{FERRY}\nold.example/b,/articles/\n"
    lines += "old.example/c,/nowhere\n"
    dry = import_redirects(lines, "--dry-run", "--report", tmp_path / "dry.jsonl")
    assert not LegacyAddress.objects.exists()
    assert not ImportRun.objects.exists()
    assert not Change.objects.exists()
    real = import_redirects(lines, "--report", tmp_path / "real.jsonl")
    assert (dry.code, dry.closing, dry.err) == (real.code, real.closing, real.err)
    assert (tmp_path / "dry.jsonl").read_bytes() == (tmp_path / "real.jsonl").read_bytes()
    told = [json.loads(line) for line in (tmp_path / "real.jsonl").read_text().splitlines()]
    assert [(one["line"], one["outcome"], one["leads_to"]) for one in told] == [
        (1, "created", FERRY), (2, "created", FERRY), (3, "conflict", "/articles/"), (4, "rejected", None),
    ]  # fmt: skip


def test_a_run_is_kept_with_all_that_it_made(import_redirects, ferry):
    import_redirects(f"old.example/a,{FERRY}\nold.example/b,\n")
    run = ImportRun.objects.get()
    assert (run.kind, run.created, run.read) == ("import", 2, 2)
    assert run.finished_at
    assert run.command.startswith("import_redirects ")
    made = Change.objects.filter(run=run, subject="articles.legacyaddress", before__isnull=True)
    assert set(made.values_list("object_id", flat=True)) == set(
        LegacyAddress.objects.values_list("pk", flat=True)
    )


def test_a_run_is_taken_back_whole(import_redirects, ferry):
    ferry.legacy_addresses.create(address="old.example/a")
    import_redirects("old.example/a,/articles/\nold.example/b,\nold.example/c,/authors/\n", "--replace")
    assert leads() == {
        "old.example/a": "/articles/",
        "old.example/b": "gone",
        "old.example/c": "/authors/",
    }
    call_command("undo_import", str(ImportRun.objects.get().pk), stdout=io.StringIO(), stderr=io.StringIO())
    assert leads() == {"old.example/a": FERRY}


def test_what_leads_somewhere_now_is_missing_no_more(import_redirects, ferry):
    MissingAddress.objects.create(path="/posts/7")
    MissingAddress.objects.create(path="/posts/8")
    import_redirects(f"old.example/Posts/7/,{FERRY}\n")
    assert [one.path for one in MissingAddress.objects.all()] == ["/posts/8"]


def test_an_imported_address_is_answered_in_one_hop(import_redirects, ferry, client):
    import_redirects(f"old.example/Статьи/1?a=1&b=%D1%8B,{FERRY}\nold.example/forum,\n")
    response = client.get("/статьи/1/?b=Ы&a=1")
    assert (response.status_code, response.headers["Location"]) == (301, FERRY)
    assert client.get("/forum/").status_code == 410


def test_four_thousand_lines_cost_a_bounded_number_of_queries(
    import_redirects, ferry, django_assert_max_num_queries
):
    lines = "".join(f"old.example/{number},{FERRY}\n" for number in range(4000))
    with django_assert_max_num_queries(4 * 12 + 12):
        import_redirects(lines)
    assert LegacyAddress.objects.count() == 4000


def test_a_list_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        call_command("import_redirects", str(tmp_path / "none.csv"))


LINE = [("/old/1", "/new/1"), ("/old/2", "/new/2, with a comma"), ("/old/ё", "")]


@pytest.mark.parametrize(
    "content",
    [
        "/old/1,/new/1\n/old/2,\"/new/2, with a comma\"\n/old/ё,\n".encode(),
        "\ufeffold,new\r\n/old/1,/new/1\r\n/old/2,\"/new/2, with a comma\"\r\n/old/ё,\r\n".encode(),
        "Alte Adresse;Neue Adresse\n/old/1;/new/1\n/old/2;/new/2, with a comma\n/old/ё;\n".encode(),
        "Target\tSource\tStatus\n/new/1\t/old/1\t301\n/new/2, with a comma\t/old/2\t\n/x\t/old/ё\t410"
        .encode(),
        "/old/1|/new/1|301\n# a remark\n\n/old/2|/new/2, with a comma|\n/old/ё||gone\n".encode("utf-16"),
        "source,target,regex,code,type,hits,title,status\n/old/1,/new/1,0,301,url,5,,enabled\n"
        "/old/2,\"/new/2, with a comma\",0,301,url,5,,active\n/old/ё,/,0,410,url,0,,active\n".encode(),
        "old,new\n/old/1,/new/1\n/old/2,\"/new/2, with a comma\"\n/old/ё,".encode("cp1251").replace(
            b"\xb8", b"\xd1\x91"
        ),
    ],
)  # fmt: skip
def test_lists_are_read_in_every_layout(tmp_path, content):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    lines = list(read_list(path))
    assert [(line.old, line.new) for line in lines] == LINE
    assert not any(line.problem for line in lines)


def test_blanks_part_addresses_where_nothing_else_does(tmp_path):
    path = tmp_path / "map.txt"
    path.write_text("/old/1   /new/1\n/old/2\t/new/2\n")
    assert [(line.old, line.new) for line in read_list(path)] == [("/old/1", "/new/1"), ("/old/2", "/new/2")]


def test_what_is_broken_spoils_one_line_only(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(
        b'/old/1,"/new/1\n/old/2,/new/caf\xe9\n'
        + b"/old/"
        + b"x" * 200_000
        + b",/new/3\n\x00\n/old/4,/new/4\n"
    )
    lines = list(read_list(path))
    assert lines[0] == RedirectLine(1, "/old/1", "/new/1")
    assert lines[1] == RedirectLine(2, "/old/2", "/new/café")
    assert lines[2].problem == "is longer than 65,536 characters"
    assert lines[-1] == RedirectLine(5, "/old/4", "/new/4")


def test_the_admin_shows_the_run(import_redirects, ferry, admin_client):
    import_redirects(f"old.example/a,{FERRY}\n")
    page = admin_client.get(reverse("admin:importing_importrun_change", args=[ImportRun.objects.get().pk]))
    assert "import_redirects" in page.text
