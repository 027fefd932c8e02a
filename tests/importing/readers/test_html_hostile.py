"""Broken and hostile HTML, odd encodings, odd metadata: no crash, no hang, nothing lost in silence."""

from __future__ import annotations

import json
import time

import pytest

from archive.importing.readers.html import decoding, moments, people
from archive.text import html
from tests.importing.readers.reading import names, reading_of, record_of, written

PROSE = (
    "<p>The harbour towns of the northern coast have paid for their own dredging since the treaty "
    "lapsed, and the"
    " bill has grown every year.</p><p>Grain that once left by rail now waits on the quay for "
    "weeks, and the insurers"
    " have begun to ask who will answer for it.</p>"
)


def article(
    body: str = PROSE, head: str = "", title: str = "Tides and towns", byline: str = "By Hanne Vik"
) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        "</head><body>"
        f"<article><h1>{title}</h1><p>{byline}</p>{body}</article></body></html>"
    )


def json_ld(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", **values})}</script>'


HOSTILE = {
    "depth": article("<div>" * 1500 + PROSE + "</div>" * 1500),
    "endless depth": article("<div>" * 200_000 + PROSE),
    "open tags": "<html><body><h1>x</h1>" + "<p><b><i>" * 30_000,
    "attributes": article(f"<p {'a=1 ' * 100_000}>x</p>{PROSE}"),
    "table cells": article("<table>" + "<tr><td>1<td>2" * 40_000 + "</table>" + PROSE),
    "nested tables": article("<table><tr><td>" * 900 + PROSE),
    "links": article("".join(f'<a href="/{n}">Link {n}</a>' for n in range(40_000)) + PROSE),
    "brackets": "<html><body>" + "<" * 500_000,
    "json depth": article(head=f'<script type="application/ld+json">{"[" * 100_000}</script>'),
    "json numbers": article(
        head=f'<script type="application/ld+json">{{"@type":"Article","a":{"9" * 6000}}}</script>'
    ),
    "layer without end": article(head="<script>window.dataLayer = [" + "{" * 200_000 + "</script>"),
    "layer of quotes": article(head="<script>dataLayer.push({" + "'\\" * 100_000 + "</script>"),
    "separators": article(title="a | " * 20_000),
    "many headings": article(
        "".join(f"<h2>Heading {n}</h2><p>Words of some length here</p>" for n in range(15_000))
    ),
    "many people": article(
        head=json_ld(headline="T", author=[{"name": f"Person {n} Name"} for n in range(20_000)])
    ),
    "byline without end": article(byline="By " + "Anna and " * 40_000),
    "comment without end": article() + "<!-- " * 100_000,
    "line without end": article("<p>" + "word " * 300_000 + "</p>"),
    "marks in a row": article("<p>a" + "\u0301" * 100_000 + "</p>" + PROSE),
    "nul bytes": article("<p>A\x00B\x00</p>" + PROSE),
    "classes": article(
        "".join(
            f'<div class="post-content" id="c{n}"><p>Some words of a block here</p></div>'
            for n in range(8_000)
        )
    ),
}


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_hostile_pages_are_read_or_refused_in_time(case, tmp_path):
    path = written(tmp_path, HOSTILE[case], "page.html")
    began = time.monotonic()
    reading = reading_of(path)
    assert time.monotonic() - began < 10
    assert reading.record is not None or any(fault.fatal for fault in reading.faults)


def test_text_deeper_than_the_parser_goes_is_refused_and_not_lost(tmp_path):
    reading = reading_of(written(tmp_path, HOSTILE["endless depth"], "page.html"))
    assert "nests more than 2,000 elements" in str(reading.faults[-1])


def test_deep_nesting_is_flattened_and_keeps_its_text(tmp_path):
    record = record_of(written(tmp_path, HOSTILE["depth"], "page.html"))
    assert "who will answer for it." in html.clean(record.body).text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_byte_order_marks_and_wide_encodings_are_read(encoding, tmp_path):
    text = article(title="Tídes and töwns").replace('<meta charset="utf-8">', "")
    assert record_of(written(tmp_path, text.encode(encoding), "page.html")).title == "Tídes and töwns"


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "meta"),
    [
        ("Портовые города платят сами за себя", "cp1251", "windows-1251", ""),
        ("Портовые города платят сами за себя", "koi8-r", "", "koi8-r"),
        ("دفعت مدن الموانئ تكاليف التجريف", "cp1256", "", "windows-1256"),
        ("港口城镇一直自行支付疏浚费用", "gb18030", "gb2312", "utf-8"),
        ("Prix “fort” – déjà vu", "cp1252", "iso-8859-1", ""),
        ("Prix “fort” – déjà vu", "utf-8", "iso-8859-1", "iso-8859-1"),
        ("Žluťoučký kůň", "cp1250", "windows-1250", ""),
        ("港口城鎮一直自行支付疏浚費用", "big5", "", "big5"),
        ("東京の港", "cp932", "Shift_JIS", ""),
    ],
)
def test_the_header_goes_before_the_page_and_the_bytes_before_both(text, encoding, declared, meta):
    head = f'<meta charset="{meta}">' if meta else ""
    data = f"<html><head>{head}</head><body><p>{text}</p></body></html>".encode(encoding)
    assert text in decoding.decode(data, declared).text


@pytest.mark.parametrize(
    "label", ["utf-7", "hex", "idna", "zip", "unicode_escape", "no-such-thing", "x" * 90]
)
def test_encodings_that_no_page_is_written_in_are_not_used(label):
    assert decoding.known(label) == ""


def test_unknown_bytes_are_shown_and_told(tmp_path):
    data = article().encode().replace(b"Grain", b"Gr\xffain")
    reading = reading_of(written(tmp_path, data, "page.html"))
    assert "holds 1 broken characters" in str(reading.faults[0])


@pytest.mark.parametrize(
    ("written_as", "day"),
    [
        ("2014-02-20T23:30:00-05:00", "2014-02-20"),
        ("2014-02-20T00:30:00+13:00", "2014-02-20"),
        ("2014-02-20 15:26:39 +0000", "2014-02-20"),
        ("2014-02-20T15:26:39.123456Z", "2014-02-20"),
        ("2014/02/20", "2014-02-20"),
        ("2014/02", "2014-02"),
        ("20140220", "2014-02-20"),
        ("2014-2-3", "2014-02-03"),
        ("Thu, 20 Feb 2014 15:26:39 +0000", "2014-02-20"),
        ("Thu, 20/02/2014 - 15:26", "2014-02-20"),
        ("20.02.2014", "2014-02-20"),
        ("20.02.2014 15:26", "2014-02-20"),
        ("February 20, 2014 at 3:26 pm", "2014-02-20"),
        ("20 февраля 2014 г.", "2014-02-20"),
        ("1392910000", "2014-02-20"),
        ("1392910000000", "2014-02-20"),
        ("2014", "2014"),
    ],
)
def test_days_are_read_as_written(written_as, day):
    assert str(moments.read(written_as, "en")) == day


@pytest.mark.parametrize(
    "words",
    [
        "0000-00-00",
        "2014-02-30",
        "1970-01-01T00:00:00Z",
        "-0001-11-30T00:00:00+00:00",
        "yesterday",
        "03/04/2014",
        "x" * 5000,
    ],
)
def test_what_is_no_day_is_not_understood(words):
    with pytest.raises(moments.NotUnderstood):
        moments.read(words, "en")


def test_a_british_page_begins_its_days_with_the_day():
    assert str(moments.read("03/04/2014", "en-GB")) == "2014-04-03"


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Jane Roe and Ivan Petrov", ["Jane Roe", "Ivan Petrov"]),
        ("Jane Roe, Ivan Petrov and Li Wei", ["Jane Roe", "Ivan Petrov", "Li Wei"]),
        ("Jane Roe, Ivan Petrov, and Li Wei", ["Jane Roe", "Ivan Petrov", "Li Wei"]),
        ("Roe, Jane", ["Roe, Jane"]),
        ("Roe, Jane; Petrov, Ivan", ["Roe, Jane", "Petrov, Ivan"]),
        ("Jane Roe, PhD", ["Jane Roe, PhD"]),
        ("Jane Roe, Senior Fellow", ["Jane Roe"]),
        ("Martin Luther King, Jr.", ["Martin Luther King, Jr."]),
        ("Ministry of Trade and Industry", ["Ministry of Trade and Industry"]),
        ("Мария Соколова и Иван Петров", ["Мария Соколова", "Иван Петров"]),
        ("بقلم: سلمى الحداد", ["سلمى الحداد"]),
        ("سلمى الحداد وعمر ناصر", ["سلمى الحداد", "عمر ناصر"]),
        ("作者：林海、王芳", ["林海", "王芳"]),
        ("Par Odile Marchetti et Luc d’Aubigny", ["Odile Marchetti", "Luc d’Aubigny"]),
        ("Andrew Weiss", ["Andrew Weiss"]),
        ("Byron Katz", ["Byron Katz"]),
    ],
)
def test_names_are_divided_as_people_write_them(byline, expected):
    assert people.split(byline) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Roe, Jane", "Jane Roe"),
        ("van der Berg, Piet", "Piet van der Berg"),
        ("Jane Roe", "Jane Roe"),
        ("King, Jr.", "King, Jr."),
        ("Ministry of Health, Kenya", "Ministry of Health, Kenya"),
    ],
)
def test_inverted_names_are_turned(name, expected):
    assert people.turned(name) == expected


@pytest.mark.parametrize(
    "account", ["admin", "Low Water", "webmaster", "https://www.facebook.com/lowwater", "Web Editor"]
)
def test_accounts_and_the_house_are_nobody(account, tmp_path):
    head = json_ld(headline="Tides and towns", author={"name": account}, publisher={"name": "Low Water"})
    assert names(record_of(written(tmp_path, article(head=head, byline=""), "page.html"))) == []


def test_the_printed_byline_stands_in_for_an_account(tmp_path):
    head = json_ld(headline="Tides and towns", author={"name": "admin"})
    assert names(record_of(written(tmp_path, article(head=head), "page.html"))) == ["Hanne Vik"]


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type": "Article", "headline": "Told", }',
        '{"@type": "Article", "headline": "Told"};',
        '<!-- {"@type": "Article", "headline": "Told"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Told"}\n//]]>',
        '{"@type": "Article", "headline": "Told", "description": "one\ntwo"}',
        '{"@context": "x", "@graph": [{"@type": ["Article", "BlogPosting"], "headline": "Told"}]}',
        '[{"@type": "WebPage", "mainEntity": {"@type": "http://schema.org/Article", "headline": "Told"}}]',
        '{"@type": "Article", "headline": ["Told"]}',
        '{"@type": "Article", "headline": {"@value": "Told"}}',
        '{"@type": "Article", "headline": "T&#111;ld"}',
    ],
)
def test_json_ld_is_read_however_sites_write_it(broken, tmp_path):
    head = f'<script type="application/ld+json">{broken}</script>'
    assert record_of(written(tmp_path, article(head=head), "page.html")).title == "Told"


def test_json_ld_that_is_none_is_told_and_the_page_read_without_it(tmp_path):
    head = '<script type="application/ld+json">{"@type": "Article", headline</script>'
    reading = reading_of(written(tmp_path, article(head=head), "page.html"))
    assert reading.record is not None
    assert "JSON-LD that is not JSON" in str(reading.faults[0])


def test_scripts_and_handlers_never_survive_cleaning(tmp_path):
    body = (
        PROSE + '<p onclick="x()">Hello <a href="javascript:x()">there</a><img src=x onerror=x()><svg '
        "onload=x()></svg></p>"
    )
    clean = html.clean(record_of(written(tmp_path, article(body), "page.html")).body).html
    assert not any(sign in clean for sign in ("onclick", "javascript:", "onerror", "onload", "<svg"))


def test_the_language_of_the_text_goes_before_a_template_in_another_script(tmp_path):
    text = (
        "<p>دفعت مدن الموانئ على الساحل الشمالي تكاليف التجريف منذ انتهاء معاهدة المضائق في العام الماضي.</p>"
    )
    assert (
        record_of(written(tmp_path, article(text * 3, title="من يجيب عن الحبوب"), "page.html")).language
        == "ar"
    )


def test_a_canonical_address_on_another_site_is_not_believed(tmp_path):
    path = written(
        tmp_path, article(head='<link rel="canonical" href="https://other.example/x">'), "page.html"
    )
    assert record_of(path, "https://low.example/2020/tides").url == "https://low.example/2020/tides"


def test_a_canonical_address_that_is_the_front_page_is_not_believed(tmp_path):
    path = written(tmp_path, article(head='<link rel="canonical" href="https://low.example/">'), "page.html")
    assert record_of(path, "https://low.example/2020/tides").url == "https://low.example/2020/tides"


def test_a_canonical_address_on_the_same_site_is_the_identity(tmp_path):
    path = written(tmp_path, article(head='<link rel="canonical" href="/tides">'), "page.html")
    assert record_of(path, "https://low.example/node/77").url == "https://low.example/tides"
