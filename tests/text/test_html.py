"""HTML that is kept is clean, says what it lost, and is cleaned only once; bombs are refused in time."""

import json
import os
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.html import LARGEST, HtmlRefused, clean, from_paragraphs, to_text

SCHOLARLY = [
    '<p id="p1" lang="ar" dir="rtl">نص<sup class="fnref"><a href="#fn1" rel="noopener">1</a></sup></p>',
    '<ol class="footnotes" start="3" type="a" reversed=""><li id="fn1" value="3">Note</li></ol>',
    '<table><caption>Freight</caption><colgroup><col span="2"></colgroup><thead><tr><th scope="col">'
    'Year</th></tr></thead><tbody><tr><td headers="y" rowspan="1" colspan="2">1</td></tr></tbody></table>',
    '<figure><img src="/media/pier.webp" alt="Pier" width="8" height="6"><figcaption>P</figcaption></figure>',
    '<blockquote cite="https://a.example/x"><p>So it <em>ended</em>.</p></blockquote>',
    "<dl><dt>Quay</dt><dd>A wall</dd></dl>",
    "<h2>Two</h2><h3>Three</h3><hr><pre>a\n  b</pre>",
    '<p><a href="mailto:desk@a.example" rel="noopener">a</a> <a href="tel:+12" rel="noopener">b</a> '
    '<a href="../x" rel="noopener">c</a></p>',
    '<p><time datetime="2014-12-02">then</time> <q cite="/x">q</q> <bdi>b</bdi> <ins>i</ins></p>',
    "<ruby>渡<rp>(</rp><rt>dù</rt><rp>)</rp></ruby>",
    '<aside class="pullquote"><p>H<sub>2</sub>O</p></aside>',
    "<p>Qui paie\u202f? 90\u00a0ans</p>",
]


@pytest.mark.parametrize("html", SCHOLARLY)
def test_what_scholarship_needs_passes_unchanged(html):
    assert clean(html).html == html
    assert clean(html).losses == ()


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<h1>Title</h1>", "<h2>Title</h2>"),
        ('<p style="color:red" class="x footnote" onclick="y()">a</p>', '<p class="footnote">a</p>'),
        ('<a href="//a.example/" target="_blank">a</a>', '<a href="//a.example/" rel="noopener">a</a>'),
        ('<a class="x" href="/y">a</a>', '<a href="/y" rel="noopener">a</a>'),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<q cite="javascript:alert(1)">a</q>', "<q>a</q>"),
        ('<a name="fn1">a</a>', '<a id="fn1" rel="noopener">a</a>'),
        ("<center><font size=2>a</font></center>", "<div>a</div>"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a<script>b</script><style>c</style><!-- d -->e</p>", "<p>ae</p>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<td>1</td><td>2</td>", " 1  2 "),
        ("<textarea><b>x</b></textarea>", "&lt;b&gt;x&lt;/b&gt;"),
        ('<img src="data:image/gif;base64,R0"><noscript><img src="/a.webp" alt="A"></noscript>',
         '<img src="/a.webp" alt="A">'),
        ('<p dir="sideways" lang="not a tag">a</p>', "<p>a</p>"),
    ],
)  # fmt: skip
def test_the_rest_is_made_simple(html, cleaned):
    assert clean(html).html == cleaned


@pytest.mark.parametrize(
    ("html", "loss"),
    [
        ('<iframe src="https://v.example/1"></iframe>', '1 <iframe> was left out: "https://v.example/1".'),
        ("<svg><text>Chart</text></svg><svg></svg>", '2 <svg> were left out: "Chart".'),
        ("<title>Page</title>", '1 <title> was left out: "Page".'),
        ('<img src="data:x">', "1 picture was left out for want of an address that can be kept."),
    ],
)
def test_what_is_left_out_is_said(html, loss):
    assert clean(f"<p>Text.</p>{html}").losses == (loss,)


@pytest.mark.parametrize(
    "html",
    [
        "<p>kept <a href='x",
        '<p id="><b>kept</b>',
        "<p><b kept",
        "<select><option>kept</select>",
        "<math><mi>kept</mi></math>",
        "<noscript><p>kept</noscript>",
        "<form><button>kept</button></form>",
        "<table>kept<tr><td>x</table>",
        "<svg>kept",
        "<iframe>kept",
        "<plaintext>kept",
        "<x-y>kept</x-y>",
    ],
)
def test_text_is_never_lost(html):
    assert "kept" in clean(html).text


def test_text_has_a_line_for_each_block_and_keeps_no_break_spaces():
    html = "<h2>A\n  title</h2><p>one<br>90&nbsp;ans <b>b</b></p><table><tr><td>1<td>2<tr><td>3</table>"
    assert to_text(html) == "A title\none\n90\u00a0ans b\n1 2\n3"
    assert clean(html).text == to_text(html)


def test_plain_paragraphs_are_escaped_and_wrapped():
    assert (
        from_paragraphs(["a < b & c", "", "one\ntwo\u00a0"])
        == "<p>a &lt; b &amp; c</p>\n<p>one<br>two\u00a0</p>"
    )


def test_paragraphs_made_from_text_are_clean():
    html = from_paragraphs(["“Quoted” & <b>", "two"])
    assert to_text(html) == "“Quoted” & <b>\ntwo"
    assert clean(html).html == html


def test_too_much_is_refused_in_a_sentence():
    with pytest.raises(HtmlRefused, match=r"2,000,001 characters.*\.$"):
        clean("x" * (LARGEST + 1))


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table><tr><td", "ul><li", "span"])
def test_too_deep_is_refused_in_a_sentence(tag):
    with pytest.raises(HtmlRefused, match=r"more than 200 elements.*\.$"):
        clean(f"<{tag}>" * 201)


def test_text_two_hundred_deep_is_kept():
    assert clean("<div>" * 200 + "deep").text == "deep"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 400_000,
        "<p>" * 300_000,
        "<" * 900_000,
        '<a b="' * 300_000,
        "<!--" * 400_000,
        "<svg>" * 400_000,
        "<iframe>" * 200_000,
        "<script>" * 200_000,
        "<a " * 500_000,
        "<a a=" * 300_000,
        "<div>" * 199 + "</b>" * 300_000,
        "<div>" * 150 + "<hr>" * 300_000,
        "<b><div></b>" * 90 + "</b>" * 300_000,
        "<section><table><td>" + "<span>" * 190 + "</section>" * 150_000,
        "".join(f"<p><b id={number}>x</p>" for number in range(50_000)),
        "".join(f"<div><a id={number}>x</div>" for number in range(50_000)),
        "&#769;" * 300_000,
        "e" + "\u0301" * 1_900_000,
        "<pre>" + "\n" * 1_900_000,
    ],
    ids=lambda html: html[:12].strip(),
)
def test_a_bomb_of_two_megabytes_takes_seconds_at_most(html):
    began = time.process_time()
    try:
        cleaned = clean(html[:LARGEST]).html
        assert len(cleaned) < 5 * LARGEST
    except HtmlRefused:
        pass
    assert time.process_time() - began < 10


class Audit(HTMLParser):
    """Collects what a browser could act upon."""

    def __init__(self):
        super().__init__()
        self.danger = []

    def handle_starttag(self, tag, attributes):
        if tag in {
            "script",
            "style",
            "svg",
            "math",
            "form",
            "iframe",
            "object",
            "embed",
            "base",
            "meta",
            "link",
        }:
            self.danger.append(tag)
        for name, value in attributes:
            address = "".join(sign for sign in (value or "").lower() if sign > " ")
            if name.startswith("on") or name in {"style", "srcdoc", "formaction", "action", "srcset"}:
                self.danger.append(name)
            if name in {"href", "src", "cite"} and address.startswith(("javascript:", "data:", "vbscript:")):
                self.danger.append(value)


def dangers(html):
    audit = Audit()
    audit.feed(html)
    audit.close()
    return audit.danger


PIECES = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<a>", "</a>", "<a href=javascript:1>", "<div>", "</div>", "<table>",
    "</table>", "<tr>", "<td>", "</td>", "<th>", "<caption>", "<colgroup>", "<col>", "<ul>", "<ol>",
    "<li>", "</ul>", "<dl>", "<dt>", "<dd>", "<h1>", "</h1>", "<h2>", "<h3>", "<br>", "</br>", "<hr>",
    "<pre>", "</pre>", "<svg>", "</svg>", "<math>", "<mtext>", "<style>", "</style>", "<script>",
    "</script>", "<title>", "</title>", "<textarea>", "</textarea>", "<select>", "<option>",
    "<template>", "</template>", "<noscript>", "</noscript>", "<iframe>", "</iframe>", "<!--", "-->",
    "--!>", "<![CDATA[", "]]>", "<?x", ">", "<", "&", "&lt;", "&amp;", "&#1;", "&#769;", "&nbsp;", "x",
    "y", '"', "'", "=", "/", "<img src=x onerror=y>", "<blockquote>", "</blockquote>", "<ruby>", "<rt>",
    "<rp>", "<span>", "</span>", "<tbody>", "<thead>", "<plaintext>", "<xmp>", "</xmp>", "<figure>",
    "<section>", "<center>", "<nobr>", "<form>", "<button>", "<object>", "<frameset>", "<body>",
    "<html>", "<head>", '<p id=">', "<a title='<svg>'>",
])  # fmt: skip
TAG_SOUP = st.lists(st.one_of(PIECES, st.just("\n"), st.text(max_size=4)), max_size=24).map("".join)


@settings(max_examples=400)
@given(TAG_SOUP)
def test_cleaning_what_is_clean_changes_nothing(html):
    once = clean(html)
    again = clean(once.html)
    assert again.html == once.html
    assert again.text == once.text


@settings(max_examples=400)
@given(TAG_SOUP)
def test_nothing_that_acts_comes_out_of_tag_soup(html):
    assert dangers(clean(html).html) == []


@given(TAG_SOUP)
def test_no_word_of_tag_soup_is_lost(html):
    assert not [loss for loss in clean(html).losses if " lost: " in loss]


def hostile():
    folder = Path(os.environ.get("ARCHIVE_CORPUS", "/nonexistent")) / "corpus" / "hostile"
    payloads = []
    if folder.is_dir():
        for case in json.loads((folder / "dompurify-expect.json").read_text()):
            payloads.append(case["payload"])
        for path in sorted((folder / "bleach-tests").glob("*.test")):
            payloads.append(path.read_text().split("\n--\n")[0])
        payloads += json.loads((folder / "strings" / "blns.json").read_text())
    return payloads


@pytest.mark.corpus
def test_nothing_that_acts_comes_out_of_the_hostile_lists():
    payloads = hostile()
    assert len(payloads) > 500
    for payload in payloads:
        for page in (payload, f"<p>a</p>{payload}<p>b</p>", f'<a title="{payload}">a</a>'):
            cleaned = clean(page)
            assert dangers(cleaned.html) == [], page
            assert clean(cleaned.html).html == cleaned.html, page
