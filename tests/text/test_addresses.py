"""Addresses of one page are one; an address hints at its page; only plain web addresses are followed."""

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.addresses import (
    LONGEST,
    AddressHints,
    digest,
    hints,
    is_safe_url,
    normalise,
    normalise_former,
    path_of,
)
from archive.text.dates import PartialDate


def test_four_addresses_of_one_article_are_one():
    four = {
        normalise("https://aldermoor.example/posts/2015/04/on-the-growing-lake-trade"),
        normalise("https://aldermoor.example/posts/2015/04/on-the-growing-lake-trade?lang=en"),
        normalise("https://www.aldermoor.example./levant/posts/2015/04/on-the-growing-lake-trade/"),
        normalise("http://aldermoor.example:80/east/posts/2015/04/on-the-growing-lake-trade?center=east#top"),
    }
    assert four == {"aldermoor.example/posts/2015/04/on-the-growing-lake-trade"}


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/russia/pier/2026/02/x", "a.example/pier/2026/02/x"),
        (
            "https://a.example/2007/07/05/quiet-election-pub-19999",
            "a.example/2007/07/05/quiet-election-pub-19999",
        ),
        ("https://a.example./events/2024/05/rivers?center=india&lang=en", "a.example/events/2024/05/rivers"),
        ("https://a.example/?utm_source=x&b=2&a=1", "a.example?a=1&b=2"),
        ("https://a.example/%7euser/caf%c3%a9", "a.example/~user/caf%C3%A9"),
        ("https://a.example/~user/café", "a.example/~user/caf%C3%A9"),
        ("https://a.example/a%2Fb/../c//d", "a.example/c/d"),
        ("A.Example/Path", "a.example/Path"),
        ("https://a.example/x/files/2014/05/r.pdf", "a.example/x/files/2014/05/r.pdf"),
        ("urn:isbn:9780000000000", "urn:isbn:9780000000000"),
        ("", ""),
        ("http://[", ""),
        ("/articles/2014/12/x/", ""),
    ],
)
def test_an_address_has_one_form(url, address):
    assert normalise(url) == address


def test_what_tells_pages_apart_stays():
    assert normalise("https://a.example/x?page=2") != normalise("https://a.example/x?page=3")
    assert normalise("https://a.example/pier/2016/01/x") != normalise("https://a.example/east/2016/01/x")


FERRY = "https://old.example/Papers/The%20Caf%C3%A9?id=Ab-3&part=2%20b"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.old.example/Papers/The%20Caf%C3%A9?id=Ab-3&part=2%20b",
        "https://OLD.example.:8080/papers/THE%20CAFÉ/?part=2+b&id=ab-3",
        "https://old.example//papers///the%20caf%c3%a9/index.html?part=2%20B&id=ab-3#note-4",
        "https://old.example/papers/the%20cafe%CC%81?id=ab-3&part=2+b",
        "https://old.example/papers/the%20cafe\u0301/index.php?id=ab-3&part=2+b&utm_medium=letter&fbclid=x",
        "https://old.example/%50apers/./x/../the%20caf%E9.?id=ab-3&amp;part=2+b",
        "https://old.example/papers;jsessionid=4F/the%20caf%C3%A9%20?&id=ab-3&&part=2+b&PHPSESSID=77",
        "//old.example/papers/the%20caf%C3%A9/Default.aspx?id=ab-3&part=2+b",
    ],
)
def test_one_page_is_found_under_every_spelling_of_its_address(spelling):
    assert digest(normalise(spelling)) == digest(normalise(FERRY))


@pytest.mark.parametrize(
    "other",
    [
        "https://old.example/papers/the%20caf%C3%A9?id=ab-4&part=2+b",
        "https://old.example/papers/the%20caf%C3%A9?id=ab-3",
        "https://old.example/papers/the%20caf%C3%A9.pdf?id=ab-3&part=2+b",
        "https://old.example/the%20caf%C3%A9?id=ab-3&part=2+b",
        "https://older.example/papers/the%20caf%C3%A9?id=ab-3&part=2+b",
    ],
)
def test_another_page_is_not_found_by_it(other):
    assert digest(normalise(other)) != digest(normalise(FERRY))


@pytest.mark.parametrize("words", ["переправа-и-мост", "العبّارة-الأخيرة", "渡船时刻表", "ё-й-Ё"])
def test_a_slug_of_any_script_is_one_raw_encoded_and_decomposed(words):
    base = "https://old.example/статьи/"
    spellings = [
        words, words.upper(), quote(words), quote(words).lower(),
        unicodedata.normalize("NFD", words), quote(unicodedata.normalize("NFD", words)),
    ]  # fmt: skip
    assert len({digest(normalise(base + spelling)) for spelling in spellings}) == 1


def test_an_address_of_eight_thousand_characters_is_one_and_a_longer_one_is_none():
    long = "https://old.example/" + "a" * (LONGEST - 21)
    assert digest(normalise(long + "b")) != digest(normalise(long + "c"))
    assert normalise(long + "bc") == ""


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/posts/7/", "/posts/7"),
        ("posts/7", "/posts/7"),
        ("/page.php?id=7&a=1", "/page.php?a=1&id=7"),
        ("page.php?id=7", "/page.php?id=7"),
        ("/?p=123", "?p=123"),
        ("?p=123", "?p=123"),
        ("old.example/posts/7", "old.example/posts/7"),
        ("localhost:8000/posts/7", "localhost/posts/7"),
        (" http://WWW.old.example/posts/7 ", "old.example/posts/7"),
        ("//old.example/posts/7", "old.example/posts/7"),
        ("/", ""),
        ("", ""),
        ("mailto:ann@old.example", ""),
        ("http://[", ""),
    ],
)
def test_an_old_address_may_be_written_without_its_site(text, address):
    assert normalise_former(text) == address
    assert path_of(normalise_former(text)) == path_of(address)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://a.example/2007/07/05/myth-of-quiet-election-pub-19999",
            AddressHints(published=PartialDate(2007, 7, 5), title="Myth of quiet election"),
        ),
        (
            "https://a.example/levant/shoreline/2021/03/counting-gauges?lang=ar",
            AddressHints("levant", "shoreline", PartialDate(2021, 3), "ar", "Counting gauges"),
        ),
        (
            "https://a.example/china/posts/2016/09/ferry?lang=zh",
            AddressHints("china", "", PartialDate(2016, 9), "zh", "Ferry"),
        ),
        (
            "https://a.example./events/2024/05/river-treaties?center=india&lang=en",
            AddressHints("india", "", PartialDate(2024, 5), "en", "River treaties"),
        ),
        ("https://a.example/fr/afrique/crue-lente.html", AddressHints(language="fr", title="Crue lente")),
        ("https://a.example/people/9999", AddressHints()),
        ("http://[", AddressHints()),
    ],
)
def test_an_address_hints_at_its_page(url, expected):
    assert hints(url) == expected


@pytest.mark.parametrize(
    "url", ["https://a.example/", "http://a.example:8080/x?y=1#z", "https://[2001:db8::1]/"]
)
def test_plain_web_addresses_are_safe(url):
    assert is_safe_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "//a.example/",
        "/articles/",
        "ftp://a.example/",
        "https://user:word@a.example/",
        "https://a.example\\@b.example/",
        "https://a.example/\x00",
        "https://a.example/ x",
        "https://a.example:99999/",
        "https://",
        "http://[",
        "https://a.example/\u202ex",
        "",
    ],
)
def test_everything_else_is_not(url):
    assert not is_safe_url(url)


@given(st.one_of(st.text(max_size=60), st.from_regex(r"(https?://)?[a-z.:@\[\]%/?&=0-9#\\]{0,40}")))
def test_no_text_raises_and_an_address_keeps_its_form(text):
    once = normalise(text)
    assert normalise(once) == once
    hints(text)
    is_safe_url(text)
    digest(normalise_former(text))
