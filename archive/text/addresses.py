"""Web addresses: when two are one page, what an address says about its page, and which may be followed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, unquote_to_bytes, urlsplit

from archive.text import languages
from archive.text.dates import PartialDate
from archive.text.strings import storable, tidy

LONGEST = 8192
"""Characters of an address. A longer one is none."""

_SEGMENT_SAFE = "!$&'()*+,;=:@~"
_QUERY_SAFE = "!$'()*,;:@~/?[]"
_SAYS_NOTHING = re.compile(
    r"lang|center"
    r"|utm_\w*|mtm_\w*|pk_(?:campaign|kwd|source|medium)|fbclid|[dgy]clid|[gw]braid|msclkid|igshid|twclid|ttclid"
    r"|mc_[ce]id|mkt_tok|_hsenc|_hsmi|_ga|_gl|vero_id|oly_(?:anon|enc)_id"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken",
    re.ASCII | re.IGNORECASE,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^;]*", re.IGNORECASE)
_TRAILING = re.compile(r"(?:\.|%20|%0A|%C2%A0)+$")
_INDEX = re.compile(r"(?:index|default)\.(?:[sx]?html?|php\d?|aspx?|jsp|cfm)", re.IGNORECASE)
_PLAIN = re.compile(r"[a-zA-Z0-9._~-]*")
_PAGE_FILE = re.compile(
    r"[^/?#]*\.(?:[sx]?html?|php\d?|aspx?|jsp|cfm|cgi|pdf|docx?)(?:[/?#]|$)", re.IGNORECASE
)
_FILE = re.compile(r"\.(?!html?$|php$|aspx?$|jsp$)[a-z0-9]{2,5}$", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9._:%~-]+")
_HOST_AND_PORT = re.compile(r"[^/?#:@]+:\d*(?:[/?#]|$)")


def normalise(url: str) -> str:
    """Return "host/path?query" as the identity of a page: two addresses of one page give one text.

    Scheme, `www.`, a trailing dot of host or path, port, fragment, doubled and trailing slashes, the
    name of an index file and the parameters `lang`, `center` and those of trackers and sessions do not
    count; nor does the host center, which stands before the series: in ".../<series>/<yyyy>/<mm>/<slug>"
    only the last segment before the year stays. The rest of the query is sorted. Percent-encoding is
    written in one way, letters are composed (NFC); what is not UTF-8 is read as Latin-1, as old sites
    wrote it. A text that is no web address (a URN, say) comes back stripped; what cannot be read as an
    address at all, or is longer than 8,192 characters, gives "".
    """
    if len(url) > LONGEST:
        return ""
    url = _stripped(url)
    parts = _split(url)
    host = _host(parts) if parts else ""
    if parts is None or not host:
        return url if parts is None and _SCHEME.match(url) and not _is_web(url) else ""
    path = segments_of(parts.path)
    start, end = _year_at(path)
    if end and start > 1 and end < len(path) and not _FILE.search(path[-1]):
        path = path[start - 1 :]
    query = "&".join(sorted(_parameters(parts.query)))
    return "/".join([host, *path]) + (f"?{query}" if query else "")


def normalise_former(text: str) -> str:
    """Return an address of a site before this one, normalised; "/path?query" where no host is named.

    What lists of old addresses write without a host begins with a slash, or is no more than a path
    ("posts/7", "page.php?id=7"). "" for what is no web address, and for the mere root of a site not named.
    """
    text = text.strip()
    if not _is_web(text):
        first = re.split(r"[/?#]", text, maxsplit=1)[0]
        if _SCHEME.match(text) and not _HOST_AND_PORT.match(text):
            return ""
        if ("." not in first and ":" not in first) or _PAGE_FILE.match(text):
            return path_of(normalise("http://former.invalid/" + text))
    return normalise(text)


def path_of(address: str) -> str:
    """Return a normalised address from its first slash (or question mark) on: "/posts/2016/09/ferry"."""
    return re.sub(r"^[^/?]*", "", address)


def host_of(url: str) -> str:
    """Return the host of an address as `normalise` writes it: lower case, no `www.`, no port; "" for none."""
    parts = _split(_stripped(url)) if len(url) <= LONGEST else None
    return _host(parts) if parts else ""


def segments_of(path: str) -> list[str]:
    """Return the segments of a path, encoded in one way: none empty, dots resolved, no idle end."""
    segments: list[str] = []
    for segment in path.split("/"):
        written = _encoded(_SESSION.sub("", segment), _SEGMENT_SAFE)
        if written == "..":
            segments[-1:] = []
        elif written not in ("", "."):
            segments.append(written)
    while segments:
        last = _TRAILING.sub("", segments[-1])
        if last and not _INDEX.fullmatch(last):
            segments[-1] = last
            break
        segments.pop()
    return segments


def digest(address: str) -> str:
    """Return the SHA-256 (hex) of a normalised address: the same in whatever case its letters are written."""
    folded = address.lower() if address.isascii() and "%" not in address else _folded(address)
    return hashlib.sha256(folded.encode()).hexdigest()


def _folded(address: str) -> str:
    return storable(unquote(address).casefold())


@dataclass(frozen=True, slots=True)
class AddressHints:
    """What an address suggests about its page. Hints only: what the page itself says is trusted more.

    `host_center` is a slug, `series` a slug, `language` a BCP 47 tag, `title` the slug as a phrase.
    """

    host_center: str = ""
    series: str = ""
    published: PartialDate | None = None
    language: str = ""
    title: str = ""


_NOT_A_SERIES = frozenset(
    "articles article posts post publications publication research commentary comment events event news blog "
    "blogs press analysis papers reports pages content index.php en fr ar ru zh de es".split()
)
_OLD_NUMBER = re.compile(r"-(?:pub|event|person)-\d+$")
_EXTENSION = re.compile(r"\.[a-z0-9]{2,5}$", re.IGNORECASE)


def hints(url: str) -> AddressHints:
    """Return what `url` says of its page: host center, series, date, language and a title from the slug."""
    parts = _split(_stripped(url))
    if parts is None:
        return AddressHints()
    path = segments_of(parts.path)
    asked = dict(parameter.partition("=")[::2] for parameter in reversed(parts.query.split("&")))
    language = languages.normalise(unquote(asked.get("lang", "")))
    if (
        not language
        and path
        and re.fullmatch("[a-z]{2}", path[0])
        and languages.native_name(path[0]) != path[0]
    ):
        language = path[0]
    start, end = _year_at(path)
    before = path[:start] if end else path[:-1]
    if language and before and before[0] == language:
        before = before[1:]
    center = _slug(asked.get("center", ""))
    series = ""
    if end:
        series = _slug(before[-1]) if before and before[-1] not in _NOT_A_SERIES else ""
        center = _slug(before[0]) if len(before) > 1 and before[0] not in _NOT_A_SERIES else center
    return AddressHints(
        host_center=center,
        series=series,
        published=_date_of(path[start:end]),
        language=language,
        title=_title(path[-1]) if path and end != len(path) else "",
    )


def is_safe_url(url: str) -> bool:
    """Say whether `url` is absolute http or https, names a host, and hides nothing.

    No credentials, no blank, no control, no backslash, a port that exists. Says nothing about where
    the host is: before anything is fetched, the network address has to be checked as well.
    """
    if len(url) > LONGEST or not url.isprintable() or re.search(r"[\s\\]", url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or port == 0:
        return False
    return bool(re.fullmatch(r"[\w.:-]+", parts.hostname)) and parts.hostname.strip(".-:") != ""


def _stripped(url: str) -> str:
    return tidy(url, LONGEST).replace("\\", "/")


def _is_web(url: str) -> bool:
    return url[:5].lower() == "http:" or url[:6].lower() == "https:" or url[:2] == "//"


def _split(url: str) -> SplitResult | None:
    """Return the parts of a web address, with or without its scheme, or None."""
    if not url:
        return None
    if not _is_web(url):
        if _SCHEME.match(url) and not _HOST_AND_PORT.match(url):
            return None
        url = "//" + url
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return parts if host else None


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            host = quote(host).lower()
    host = host.strip(".")
    if not _HOST.fullmatch(host):
        return ""
    while host.startswith("www."):
        host = host[4:]
    return host


def _encoded(text: str, safe: str) -> str:
    """Return a part of an address with its letters composed and percent-encoded in one way."""
    if _PLAIN.fullmatch(text):
        return text
    written = unquote_to_bytes(text)
    try:
        letters = written.decode()
    except UnicodeDecodeError:
        letters = written.decode("latin-1")
    return quote(storable(letters), safe=safe)


def _parameters(query: str) -> list[str]:
    """Return the parameters that tell pages apart, each percent-encoded in one way."""
    kept = []
    for parameter in query.split("&"):
        name, equals, value = parameter.replace("+", " ").partition("=")
        name = _encoded(name.removeprefix("amp;"), _QUERY_SAFE)
        if parameter and not _SAYS_NOTHING.fullmatch(name):
            kept.append(name + equals + _encoded(value, _QUERY_SAFE))
    return kept


def _year_at(path: list[str]) -> tuple[int, int]:
    """Return where ".../yyyy/mm[/dd]" begins and ends in a path, or 0, 0."""
    for start in range(len(path) - 1):
        if re.fullmatch(r"(?:1[89]|2[01])\d\d", path[start], re.ASCII) and _is_number(path[start + 1], 12):
            end = start + 2
            return start, end + 1 if end < len(path) - 1 and _is_number(path[end], 31) else end
    return 0, 0


def _is_number(text: str, highest: int) -> bool:
    return bool(re.fullmatch(r"\d{2}", text, re.ASCII)) and 1 <= int(text) <= highest


def _date_of(numbers: list[str]) -> PartialDate | None:
    while numbers:
        try:
            return PartialDate(*map(int, numbers))
        except ValueError:
            numbers = numbers[:-1]
    return None


def _slug(text: str) -> str:
    text = unquote(text).lower()
    return text if re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", text) else ""


def _title(segment: str) -> str:
    """Return "Myth of quiet election" for "myth-of-quiet-election-pub-19999"; "" where no word is in it."""
    segment = _OLD_NUMBER.sub("", _EXTENSION.sub("", unquote(segment)))
    words = tidy(segment.replace("-", " ").replace("_", " "), 300)
    if not any(sign.isalpha() for sign in words):
        return ""
    return words[0].upper() + words[1:]
