"""HTML that may be stored and shown: an allow-list, and an account of what did not pass."""

from __future__ import annotations

import html as entities
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

import nh3

from archive.text import languages, repairs
from archive.text.markup import BLOCKS, INLINE, HtmlRefused, balance
from archive.text.strings import storable

__all__ = [
    "CLASSES",
    "DEEPEST",
    "LARGEST",
    "Cleaned",
    "HtmlRefused",
    "allowed",
    "clean",
    "from_paragraphs",
    "to_text",
]

LARGEST = 2_000_000
"""Characters of a body."""
DEEPEST = 200
"""Elements within one another."""
CLASSES = frozenset(("footnotes", "footnote", "fnref", "fn-back", "pullquote"))
"""Classes that the style sheet knows; every other one goes."""

_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title", "class"},
    "a": {"href", "hreflang"},
    "blockquote": {"cite"},
    "q": {"cite"},
    "ins": {"cite", "datetime"},
    "del": {"cite", "datetime"},
    "time": {"datetime"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value"},
}
_SHAPES = {
    "id": re.compile(r"\S{1,200}"),
    "dir": re.compile(r"ltr|rtl|auto", re.IGNORECASE),
    "href": re.compile(r"\s*(?:(?:https?|mailto|tel):|(?![^/?#]*:)).*", re.IGNORECASE | re.DOTALL),
    "src": re.compile(r"\s*(?:https?:|(?![^/?#]*:)).*", re.IGNORECASE | re.DOTALL),
    "cite": re.compile(r"\s*(?:https?:|(?![^/?#]*:)).*", re.IGNORECASE | re.DOTALL),
    "width": re.compile(r"\d{1,5}%?"),
    "height": re.compile(r"\d{1,5}%?"),
    "colspan": re.compile(r"\d{1,3}"),
    "rowspan": re.compile(r"\d{1,3}"),
    "span": re.compile(r"\d{1,3}"),
    "start": re.compile(r"-?\d{1,9}"),
    "value": re.compile(r"-?\d{1,9}"),
    "scope": re.compile(r"row|col|rowgroup|colgroup", re.IGNORECASE),
    "type": re.compile(r"[1aAiI]|disc|circle|square"),
}


def _judge(tag: str, attribute: str, value: str) -> str | None:
    """Return the value an attribute may have, or None to drop it."""
    if attribute == "class":
        return " ".join(name for name in value.split() if name in CLASSES) or None
    if attribute == "lang":
        return languages.normalise(value) or None
    shape = _SHAPES.get(attribute)
    if shape is None or shape.fullmatch(value):
        return value
    return None


_CLEANER = nh3.Cleaner(
    tags=set(BLOCKS | INLINE),
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    attribute_filter=_judge,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)


def allowed() -> dict[str, list[str]]:
    """Return every element that passes with the attributes it may have, both in the order of the alphabet.

    Of classes only those in `CLASSES` pass. An editor that writes bodies takes its own list from here.
    """
    everywhere = _ATTRIBUTES["*"]
    return {name: sorted(everywhere | _ATTRIBUTES.get(name, set())) for name in sorted(BLOCKS | INLINE)}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean `html`, its plain `text` (see `to_text`), and a sentence for each thing that is not in it."""

    html: str
    text: str
    losses: tuple[str, ...] = ()


_ROUNDS = 6
_MANY = 50_000
_SLOW_SIGNS = re.compile("[\u00a0-\u00bf]")
_STAND_INS = re.compile("[\ufdd0-\ufdef]")
_TO_STAND_INS = {0xA0 + at: 0xFDD0 + at for at in range(32)}
_FROM_STAND_INS = {0xFDD0 + at: 0xA0 + at for at in range(32)}
_LEADING_NEWLINES = re.compile(r"(<pre[^>]*>)\n+")
_REL_NOT_LAST = ' rel="noopener" '
_NO_PICTURE = re.compile(r"<img(?![^>]* src=)([^>]*)>")


def clean(html: str) -> Cleaned:
    """Return `html` with only what the archive keeps, mended, and an account of what was left out.

    What legacy pages have is repaired (see `archive.text.repairs`). Cleaning what is clean changes nothing.
    Scripts, styles and comments go without a word; text never does: where it does not arrive, `losses` says
    what is missing. Raises `HtmlRefused` over `LARGEST` characters or `DEEPEST` nested elements, in linear
    time and before anything is parsed.
    """
    _refuse_large(html)
    source, text_before, losses, settled = _pass(repairs.before_cleaning(html))
    if not settled:
        source = _settle(source)
    text = _text_of(source)
    losses += _lost_text(text_before, text)
    mended = _mended(source)
    if mended is not source:
        before, source, text = text, mended, _text_of(mended)
        losses += _lost_text(repairs.mend_text(before), repairs.mend_text(text))
    return Cleaned(source, text, tuple(losses))


def to_text(html: str) -> str:
    """Return the plain text of any HTML: a line for each block, blanks folded, no-break spaces kept.

    Cells of a row stand on one line. Raises `HtmlRefused` as `clean` does.
    """
    return clean(html).text


def from_paragraphs(paragraphs: list[str]) -> str:
    """Return plain paragraphs as HTML; empty ones are left out, a newline within one is a `<br>`."""
    lines = (entities.escape(storable(text), quote=False).strip(" \n") for text in paragraphs)
    return "\n".join(f"<p>{line.replace('\n', '<br>')}</p>" for line in lines if line)


def _settle(source: str) -> str:
    """Return HTML cleaned again until that changes nothing."""
    for _ in range(_ROUNDS):
        before = source
        source, _, _, settled = _pass(before)
        if settled or source == before:
            break
    return source


def _mended(source: str) -> str:
    """Return clean HTML repaired and clean; as it was where repairs would not come to an end."""
    mended = source
    for _ in range(_ROUNDS):
        repaired = repairs.after_cleaning(mended)
        if repaired == mended:
            return source if mended == source else mended
        mended = _settle(repaired)
    return source


def _pass(html: str) -> tuple[str, str, list[str], bool]:
    """Return one round's clean HTML, the text that should be in it, what was left out, and if it settled.

    It settled, so that another round would change nothing, when the parser left every tag where it stood.
    """
    balanced = balance(storable(html), DEEPEST)
    cleaned = _sanitised(balanced.html)
    if _REL_NOT_LAST in cleaned:  # nh3 moves the last attribute to where it dropped one
        cleaned = _sanitised(cleaned)
    cleaned = _LEADING_NEWLINES.sub(r"\1", cleaned).replace("&nbsp;", "\u00a0")
    settled = _TAG_NAME.findall(cleaned) == balanced.tags
    settled = settled and ("&" not in balanced.html or storable(cleaned) == cleaned)
    losses = _left_out(balanced.left_out)
    cleaned, pictures = _NO_PICTURE.subn("", cleaned)
    if pictures:
        losses.append(f"{_counted(pictures, 'picture')} left out for want of an address that can be kept.")
    return cleaned, "".join(balanced.text), losses, settled


def _sanitised(html: str) -> str:
    """Return what nh3 makes of `html`, to which texts full of no-break spaces are a matter of minutes.

    It takes quadratic time in the number of signs U+00A0 to U+00BF in a row of text, so that where they are
    very many, signs that no text has stand for them meanwhile.
    """
    if html.isascii() or len(html) < _MANY or len(_SLOW_SIGNS.findall(html)) < _MANY:
        return _CLEANER.clean(html)
    html = _STAND_INS.sub("", html).translate(_TO_STAND_INS)
    return _CLEANER.clean(html).translate(_FROM_STAND_INS)


def _refuse_large(html: str) -> None:
    if len(html) > LARGEST:
        raise HtmlRefused(
            f"The HTML has {len(html):,} characters, and {LARGEST:,} are taken in at most; attach a file."
        )


def _left_out(elements: list[tuple[str, str]]) -> list[str]:
    sentences = []
    for name, number in Counter(name for name, _ in elements).items():
        words = next((words for kind, words in elements if kind == name and words), "")
        shown = f': "{_shown(words)}"' if words else ""
        sentences.append(f"{_counted(number, f'<{name}>')} left out{shown}.")
    return sentences


def _counted(number: int, thing: str) -> str:
    return f"1 {thing} was" if number == 1 else f"{number} {thing}{'' if thing[-1] == '>' else 's'} were"


def _shown(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"


_BLANKS = re.compile("  +")
_TAG_NAME = re.compile(r"<(/?[a-z0-9]+)")
_TAG = re.compile(r"<(/?[a-z0-9]+)[^>]*>")
_STANDS_FOR = {mark + name: "\n" for name in BLOCKS | {"br"} for mark in ("", "/")}
_STANDS_FOR |= {"td": "", "th": "", "/td": " ", "/th": " "}


def _text_of(clean_html: str) -> str:
    """Return the text of HTML that nh3 wrote, where every `<` and `>` belongs to a tag."""
    for blank in "\t\n\r\f\v":
        clean_html = clean_html.replace(blank, " ")
    parts = _TAG.split(clean_html)
    parts[1::2] = [_STANDS_FOR.get(tag, "") for tag in parts[1::2]]
    lines = entities.unescape("".join(parts)).split("\n")
    return "\n".join(filter(None, (_BLANKS.sub(" ", line).strip(" ") for line in lines)))


_WORDS = re.compile(r"\w+")
_ASCII_BLANKS = bytes(number for number in range(128) if chr(number).isspace())


def _closed_up(text: str) -> bytes:
    """Return a text without its blanks; as bytes, which takes a fifth of the time of parting and joining."""
    if not text.isascii():
        text = "".join(text.split())
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII_BLANKS)


def _lost_text(before: str, after: str) -> list[str]:
    """Return a sentence when words of `before` (entities undecoded) are not in `after`."""
    wanted = entities.unescape(before)
    if _closed_up(wanted) == _closed_up(after):
        return []
    if not _letters(wanted) - _letters(after):  # words may have been joined, or a mark composed
        return []
    missing = Counter(_WORDS.findall(storable(wanted))) - Counter(_WORDS.findall(after))
    words = _shown(" ".join(missing))
    return [f'{_counted(missing.total(), "word")} lost: "{words}".']


def _letters(text: str) -> Counter[str]:
    return Counter(filter(str.isalnum, unicodedata.normalize("NFD", storable(text))))
