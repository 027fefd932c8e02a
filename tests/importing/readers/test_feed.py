"""Feeds: RSS of every age, Atom and JSON Feed, also when they are broken."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest

from archive.importing import readers
from archive.importing.readers import feed
from archive.importing.records import Source
from archive.text import html
from tests.importing.readers.reading import SAMPLES, names, written


def entries(path: Path, mapping=None):
    """Return the readings of a feed, after proving that each one's data makes it again."""
    context = {"map": mapping or {}}
    found = list(feed.read(Source(path, path.name, context=context)))
    for reading in found:
        if reading.record is not None:
            assert read_bytes(reading.data, context).record == reading.record
    return found


def read_bytes(data: bytes, context):
    """Return the one reading of a feed's bytes."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        (reading,) = feed.read(Source(Path(file.name), "again", context=context))
    return reading


def rss(*items: str, head: str = "<link>https://lantern.example/</link>", version: str = "2.0") -> str:
    """Return an RSS feed of these items."""
    start = f'<?xml version="1.0"?>\n<rss version="{version}"><channel><title>T</title>{head}'
    return f"{start}{''.join(items)}</channel></rss>"


ITEM = "<item><title>Oil</title><link>https://lantern.example/1</link><description>Text.</description></item>"


def test_reads_rss_2_0():
    first, second = entries(SAMPLES / "feed-rss-2.0.xml")
    found = first.record
    assert (found.id, found.url) == ("lantern.example?p=7", "https://lantern.example/posts/oil-pier")
    assert (found.title, found.deck) == ("Oil & the Pier: Who Pays?", "Nobody asked who pays.")
    assert (found.published, found.language) == ("2014-12-02T01:30:00+05:00", "en-GB")
    assert (names(found), found.topics) == (["Ines Okafor", "Tomás Brandt"], ["Trade", "Northern Seas"])
    assert 'href="https://lantern.example/about"' in found.body
    assert 'src="https://lantern.example/p.jpg"' in found.body
    assert [file.url for file in found.attachments] == ["https://lantern.example/talk.mp3"]
    assert (found.image, found.image_caption) == ("https://lantern.example/pier.jpg", "The pier at dusk")
    assert found.credit == "Harbour Pictures"
    assert first.faults == []
    found = second.record
    assert (found.url, names(found)) == ("https://lantern.example/posts/summary", ["Mira Sand"])
    assert (found.source, html.to_text(found.body)) == ("The Harbour Gazette", "This is all there is.")
    assert "was all that the feed says" in str(second.faults[0])


def test_reads_atom():
    first, second = entries(SAMPLES / "feed-atom.xml")
    found = first.record
    assert (found.id, found.url) == ("tag:lantern.example,2014:1", "https://lantern.example/blog/posts/1")
    assert (found.title, found.deck) == ("A < B", "Qui paie ?")
    assert (found.published, found.language) == ("2014-12-02T23:30:00-05:00", "fr")
    assert (names(found), found.topics) == (["Ines Okafor", "Tomás Brandt"], ["Pétrole"])
    assert 'href="https://lantern.example/x"' in found.body
    assert [(file.url, file.title) for file in found.attachments] == [
        ("https://lantern.example/report.pdf", "Le rapport")
    ]
    found = second.record
    assert (found.title, found.language, found.published) == ("Second & last", "en", "2014-12-05T00:00:00Z")
    assert names(found) == ["La rédaction"]
    assert html.to_text(found.body) == "One.\nTwo."


def test_reads_json_feed():
    first, second, third = entries(SAMPLES / "feed.json")
    found = first.record
    assert (found.id, found.title, found.deck) == ("lantern.example#1", "Oil", "Who pays?")
    assert (names(found), found.topics) == (["Ines Okafor", "Tomás Brandt"], ["Trade", "Oil"])
    assert (found.published, found.language) == ("2014-12-02T01:00:00+05:00", "en")
    assert (found.source_url, found.image) == ("https://gazette.example/1", "https://lantern.example/p.jpg")
    assert [file.title for file in found.attachments] == ["Report"]
    assert html.to_text(second.record.body) == "One.\nTwo."
    assert names(second.record) == ["The Office"]
    assert third.record is None


def test_reads_rss_1_0(tmp_path: Path):
    text = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://lantern.example/rss"><title>T</title><link>https://lantern.example/</link>
<items><rdf:Seq><rdf:li resource="https://lantern.example/1"/></rdf:Seq></items>
<dc:language>fr</dc:language></channel>
<item rdf:about="https://lantern.example/1"><title>Oil</title><link>https://lantern.example/1</link>
<dc:creator>Ines Okafor</dc:creator><dc:date>2004-02-03</dc:date><dc:subject>Trade</dc:subject>
<description>Text.</description></item>
</rdf:RDF>"""
    (reading,) = entries(written(tmp_path, text, "feed"))
    found = reading.record
    assert (found.title, found.published, names(found)) == ("Oil", "2004-02-03", ["Ines Okafor"])
    assert (found.topics, found.url) == (["Trade"], "https://lantern.example/1")


def test_reads_rss_0_91_with_the_declaration_that_it_must_have(tmp_path: Path):
    declared = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )
    text = rss(ITEM, version="0.91").replace("<rss", f"{declared}\n<rss", 1)
    (reading,) = entries(written(tmp_path, text, "feed"))
    assert reading.record.title == "Oil"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "x" [<!ENTITY a "b">]>',
    ],
)
def test_refuses_other_declarations(tmp_path: Path, declaration):
    path = written(tmp_path, rss(ITEM).replace("<rss", f"{declaration}\n<rss", 1), "feed.xml")
    (reading,) = feed.read(Source(path, path.name))
    assert reading.record is None
    assert "declares a document type or entities" in str(reading.faults[0])


def test_is_recognised_by_its_content_alone(tmp_path: Path):
    for sample in ("feed-rss-2.0.xml", "feed-atom.xml", "feed.json"):
        path = written(tmp_path, (SAMPLES / sample).read_bytes(), "saved.txt")
        assert readers.reader_for(Source(path, path.name)) is feed
    compact = b'{"version":"https:\\/\\/jsonfeed.org\\/version\\/1","items":[]}'
    path = written(tmp_path, compact, "x")
    assert readers.reader_for(Source(path, path.name)) is feed
    about_feeds = b'{"id": "1", "title": "A", "body": "See https://jsonfeed.org/version/1"}'
    page = b'<?xml version="1.0"?><!DOCTYPE html><html><head><title>x</title></head></html>'
    assert not feed.recognises(about_feeds, "x")
    assert not feed.recognises(page, "x")


def test_says_of_other_xml_that_it_is_no_feed(tmp_path: Path):
    path = written(tmp_path, '<?xml version="1.0"?><urlset><url/></urlset>', "sitemap.xml")
    assert not feed.recognises(path.read_bytes(), path.name)
    (reading,) = feed.read(Source(path, path.name))
    assert "is XML, but no feed: it begins with <urlset>" in str(reading.faults[0])


def test_keeps_apart_the_numbers_of_two_feeds(tmp_path: Path):
    numbered = ITEM.replace("</item>", '<guid isPermaLink="false">17</guid></item>')
    (reading,) = entries(written(tmp_path, rss(numbered), "feed"))
    assert reading.record.id == "lantern.example#17"


def test_reads_what_can_be_read_of_a_broken_feed(tmp_path: Path):
    broken = "<item><title>Oil & gas</title><description>A &eacute; <b>x</description><link>https://lantern.example/2</link></item>"
    found = entries(written(tmp_path, rss(ITEM, broken, ITEM.replace("/1", "/3")), "feed"))
    assert [reading.record.title for reading in found] == ["Oil", "Oil & gas", "Oil"]
    assert "not well-formed XML" in str(found[1].faults[0])


def test_reads_everything_before_the_place_where_a_feed_is_cut_off(tmp_path: Path):
    text = rss(ITEM, ITEM.replace("Oil", "Gas"))
    found = list(feed.read(Source(written(tmp_path, text[: text.index("Gas") + 5], "feed"), "feed")))
    assert [reading.record is None for reading in found] == [False, True]
    assert "cut off" in str(found[1].faults[0])


@pytest.mark.parametrize(
    ("written_date", "published"),
    [
        ("Tue, 02 Dec 2014 23:59:00 EST", "2014-12-02T23:59:00-05:00"),
        ("2 Dec 2014", "2014-12-02"),
        ("2014-12-02", "2014-12-02"),
        ("December 2, 2014", "2014-12-02"),
        ("Tue, 99 Dec 2014", ""),
        ("0000-00-00", ""),
    ],
)
def test_takes_the_day_as_it_was_written(tmp_path: Path, written_date, published):
    item = ITEM.replace("</item>", f"<pubDate>{written_date}</pubDate></item>")
    (reading,) = entries(written(tmp_path, rss(item), "feed"))
    assert reading.record.published == published
    assert bool(published) or "is not a date" in "".join(map(str, reading.faults))


def test_takes_authors_from_wherever_a_podcast_names_them(tmp_path: Path):
    declared = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    item = ITEM.replace("</item>", f"<itunes:author {declared}>Mira Sand</itunes:author></item>")
    (reading,) = entries(written(tmp_path, rss(item), "feed"))
    assert names(reading.record) == ["Mira Sand"]


def test_maps_categories_as_staff_say(tmp_path: Path):
    item = ITEM.replace("</item>", "<category>Africa</category><category>News</category></item>")
    mapping = {
        "terms": {"category": {"Africa": "regions", "News": ""}},
        "constants": {"primaryCenter": "Coast"},
    }
    (reading,) = entries(written(tmp_path, rss(item), "feed"), mapping)
    assert (reading.record.regions, reading.record.topics) == (["Africa"], [])
    assert reading.record.primary_center == "Coast"


def test_links_to_what_a_player_plays(tmp_path: Path):
    player = '<![CDATA[<p>See.</p><iframe src="https://player.vimeo.com/video/77"></iframe>]]>'
    (reading,) = entries(written(tmp_path, rss(ITEM.replace("Text.", player)), "feed"))
    assert html.to_text(reading.record.body) == "See.\nhttps://vimeo.com/77"


def test_says_that_a_feed_has_no_entries(tmp_path: Path):
    (reading,) = feed.read(Source(written(tmp_path, rss(), "feed"), "feed"))
    assert "is a feed without entries" in str(reading.faults[0])


@pytest.mark.corpus
def test_refuses_every_bomb_of_the_corpus_at_once(corpus: Path):
    for path in sorted((corpus / "corpus" / "hostile" / "defusedxml").glob("*")):
        started = time.perf_counter()
        found = list(readers.read(Source(path, path.name)))
        assert [reading.record for reading in found] == [None]
        assert time.perf_counter() - started < 1
