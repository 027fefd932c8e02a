"""What single shortcodes mean: those of WordPress, its page builders, and plug-ins for notes and quotes."""

from __future__ import annotations

import base64
import binascii
import html
import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from archive.importing.readers.wxr.markup import (
    attributes_of,
    escaped,
    figure,
    image,
    is_address,
    is_picture,
    link,
    watched_at,
)
from archive.importing.readers.wxr.page import Page

NOTES = frozenset("footnote fn ref efn_note mfn footnotes su_footnote footnote_content sidenote".split())
CODE = frozenset("code sourcecode highlight_code php python bash css javascript js sql xml plain".split())
_QUOTES = frozenset(
    "quote blockquote su_quote block_quote bquote testimonial et_pb_testimonial vc_quote".split()
)
_PULLED = frozenset(
    "pullquote pull_quote pull-quote su_pullquote perfectpullquote pullquote_left pullquote_right".split()
)
_CAPTIONS = frozenset(("caption", "wp_caption"))
_GALLERIES = re.compile(r".*(?:gallery|slideshow|carousel|slider|images)")
_EXPLAINED = frozenset("tooltip abbr acronym popup".split())
_BB = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "u": "u",
    "s": "s",
    "strike": "s",
    "sub": "sub",
}
_BB |= {"sup": "sup"}
_HEADINGS = re.compile(r"(?:su_)?(?:heading|title|subtitle|headline)|h[1-6]|vc_custom_heading|fusion_title")
_WRAPPER = re.compile(
    r"(?:su|vc|et_pb|fusion|av|mk|cs|x|tatsu|nectar|dt|themify|wpb|elementor|thrive|bs|ux|kc|porto)_.*"
    r"|(?:row|col|column|columns|container|section|box|div|span|center|left|right|clear|block|content|wrap|wrapper)"
    r"(?:[-_].*)?|(?:one|two|three|four|five)[-_](?:half|third|thirds|fourth|fourths|fifth|fifths|sixth)(?:[-_].*)?"
    r"|(?:drop[-_]?cap|highlight|intro|lead|accordions?|accordion[-_]item|tabs?|tabgroup|toggles?|spoiler|expand"
    r"|collapse|button|btn|note|notice|alert|info|raw|list|half|third|full[-_]?width|nobr|noautop|fullwidth)(?:[-_].*)?"
)
_SILENT = re.compile(
    r"clear(?:fix|_both|er|-floats)?|spacer|space|gap|br|toc|table-of-contents|vc_empty_space|su_spacer|nextpage|more"
    r"|references|reference|reflist|footnotes|footnotes_list|ref_list|efn_reference|mfn_list|su_clear|et_pb_space"
    r"|(?:addtoany|share|sharing|social|social_share|sharethis|shareaholic|jetpack_sharing)(?:[-_].*)?|anchor|end"
)
_RULES = frozenset("hr divider separator vc_separator su_divider et_pb_divider line fusion_separator".split())
_PLAYERS = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "su_youtube": "https://www.youtube.com/watch?v={}",
    "youtube_sc": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "su_vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "archiveorg": "https://archive.org/details/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "scribd": "https://www.scribd.com/doc/{}",
    "gist": "https://gist.github.com/{}",
    "ted": "https://www.ted.com/talks/{}",
    "soundcloud": "",
    "embed": "",
    "audio": "",
    "video": "",
    "playlist": "",
    "iframe": "",
    "instagram": "",
    "facebook": "",
    "slideshare": "",
    "googlemaps": "",
    "pdf-embedder": "",
    "pdfviewer": "",
    "gview": "",
    "embeddoc": "",
    "issuu": "",
    "flickr": "",
    "vc_video": "",
    "et_pb_video": "",
    "et_pb_audio": "",
    "fusion_youtube": "https://www.youtube.com/watch?v={}",
    "fusion_vimeo": "https://vimeo.com/{}",
    "su_video": "",
    "su_audio": "",
    "su_document": "",
}
_PLACES = (
    *("url", "src", "href", "link", "mp3", "mp4", "m4a", "m4v", "ogg", "ogv", "wav", "webm", "wma", "file"),
    *("video", "audio", "movie", "document", "button_url", "button_link", "link_url", "image", "img"),
    *("image_url", "src_mp4"),
)
_NUMBERED = (
    *("ids", "include", "images", "image", "image_ids", "image_id", "id", "attachment_id", "img_id"),
    "gallery_ids",
)
_TITLES = ("title", "heading", "headline", "header", "title_text", "h2", "primary_text", "quote_title")
_WORDS = (
    *_TITLES,
    *("text", "label", "button_text", "content", "subtitle", "sub_heading", "h4", "description", "desc"),
    *("body", "quote", "number"),
)
_WHO = ("cite", "author", "name", "who", "source", "by", "company_name")
_HAS_BLOCKS = re.compile(
    r"\n[ \t]*\n|<(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|section|aside|pre|hr)\b", re.IGNORECASE
)
_IMAGE = re.compile(r"^\s*(?:<p>\s*)?((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")


@dataclass(slots=True)
class Attributes:
    """What a shortcode says besides its name: `named` values by lower-case name, and bare `words`."""

    named: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def first(self, names: tuple[str, ...]) -> str:
        """Return the first of these values that is there."""
        return next((self.named[name] for name in names if self.named.get(name, "").strip()), "")


def unescaped(value: str) -> str:
    """Return an attribute's value without the entities and the quotation marks that editors put around it."""
    return html.unescape(value).strip().strip("“”″")


def is_known(name: str) -> bool:
    """Whether a shortcode of that name is one for certain, wherever it stands."""
    return (
        name in NOTES | CODE | _QUOTES | _PULLED | _CAPTIONS | _RULES
        or name in _PLAYERS
        or name in ("gallery", "references", "reflist", "contact-form-7", "vc_raw_html")
        or name.startswith(("su_", "vc_", "et_pb_", "fusion_"))
    )


def is_silent(name: str) -> bool:
    """Whether a shortcode that encloses nothing shows no text: a rule, a gap, buttons to share."""
    return name in _RULES or bool(_SILENT.fullmatch(name))


def enclosing(name: str, attributes: Attributes, inside: str, page: Page) -> str:
    """Return the HTML of a shortcode with what it encloses."""
    if name in NOTES and inside.strip():
        return page.notes.refer(inside)
    if name in _CAPTIONS:
        return _captioned(attributes, inside)
    if name in CODE:
        lines = inside.strip("\n")
        return f"\n\n<pre>{lines if '&lt;' in lines else escaped(lines)}</pre>\n\n"
    if name in _PULLED:
        return f'\n\n<aside class="pullquote">\n{inside}{_who(attributes)}\n</aside>\n\n'
    if name in _QUOTES:
        return f"\n\n<blockquote>\n{inside}{_who(attributes)}\n</blockquote>\n\n"
    if name in _PLAYERS:
        return _player(name, attributes, inside, page)
    if name in _BB:
        return f"<{_BB[name]}>{inside}</{_BB[name]}>"
    if name in ("vc_raw_html", "vc_raw_js"):
        return _raw(inside) if name == "vc_raw_html" else ""
    if name in _EXPLAINED and (words := attributes.first(("title", "text", "content"))):
        return f'<abbr title="{escaped(words)}">{inside}</abbr>'
    if _HEADINGS.fullmatch(name) and inside.strip() and not _HAS_BLOCKS.search(inside):
        return f"\n\n<h2>{inside.strip()}</h2>\n\n"
    if not _is_wrapper(name) and not _GALLERIES.fullmatch(name):
        page.shortcodes[name] += 1
    return _unwrapped(name, attributes, inside, page)


def standing(name: str, attributes: Attributes, source: str, page: Page) -> str:
    """Return the HTML of a shortcode that encloses nothing."""
    if name in NOTES:
        words = attributes.first(("note", "text", "content"))
        return page.notes.refer(escaped(words)) if words else ""
    if name in _RULES:
        return "\n\n<hr>\n\n"
    if _SILENT.fullmatch(name):
        return ""
    if name in _PLAYERS:
        if not attributes.named and len(attributes.words) > 1:
            return source
        return _player(name, attributes, "", page)
    has_pictures = _GALLERIES.fullmatch(name) or attributes.named.keys() & {
        "ids",
        "image_id",
        "attachment_id",
    }
    if has_pictures and (shown := _gallery(name, attributes, page)):
        return shown
    if not _is_wrapper(name):
        page.shortcodes[name] += 1
    return _unwrapped(name, attributes, "", page)


def _is_wrapper(name: str) -> bool:
    return bool(_WRAPPER.fullmatch(name) or _SILENT.fullmatch(name)) or name in _RULES


def _unwrapped(name: str, attributes: Attributes, inside: str, page: Page) -> str:
    """Return what a wrapper encloses, with its title as a heading, its address as a link, its picture."""
    words, title = _TAGS.sub("", inside), ""
    if not re.search(r"form|subscribe|newsletter|login", name) and not re.match(
        r"vc_(?:row|column)|et_pb_(?:section|row|column)|.*(?:gallery|image)", name
    ):
        title = attributes.first(_TITLES if inside.strip() else _WORDS)
        title = "" if title and title.casefold() in words.casefold() else title
    address = watched_at(_link_of(attributes))
    if not is_address(address) or address == "#":
        address = ""
    if address and is_picture(address):
        alt = attributes.first(("alt", "title_text", "title"))
        return f"\n\n{figure(image(address, alt), inside.strip())}\n\n"
    if inside.strip() and is_address(inside.strip()):
        address, inside = inside.strip(), ""
        if is_picture(address):
            return f"\n\n{figure(image(address, attributes.first(('alt',))))}\n\n"
    if address and not inside.strip():
        return f"\n\n<p>{link(address, title)}</p>\n\n"
    if address and not _HAS_BLOCKS.search(inside) and "<a " not in inside:
        return f'<a href="{escaped(address)}">{inside}</a>'
    shown = _gallery(name, attributes, page) if re.search("image|photo|picture|img", name) else ""
    if address:
        inside += f"\n\n<p>{link(address)}</p>"
    if title:
        tag = _tag(attributes) if not inside.strip() and len(title) < 200 else "h3" if inside.strip() else "p"
        inside = f"<{tag}>{escaped(title)}</{tag}>\n\n{inside}"
    if shown:
        inside = f"{shown}\n\n{inside}"
    return f"\n\n{inside}\n\n" if _HAS_BLOCKS.search(inside) else inside


def _tag(attributes: Attributes) -> str:
    found = re.search(r"tag:(h[2-6]|p|div)\b", attributes.named.get("font_container", ""))
    tag = found[1] if found else "p"
    return "p" if tag == "div" else tag


def _link_of(attributes: Attributes) -> str:
    """Return the address of a shortcode; the page builder's "url:https%3A%2F%2F...|title:..." too."""
    address = attributes.first(_PLACES)
    if found := re.match(r"url:([^|]*)", address):
        return unquote(found[1])
    if not address:
        return next((word for word in attributes.words if is_address(word)), "")
    return address


def _who(attributes: Attributes) -> str:
    who = attributes.first(_WHO)
    return f"\n\n<cite>{escaped(who)}</cite>" if who else ""


def _captioned(attributes: Attributes, inside: str) -> str:
    """Return the figure of a caption: the words after the picture, in old ones an attribute."""
    found = _IMAGE.match(inside)
    if not found:
        words = attributes.first(("caption",))
        return f"\n\n{figure(inside.strip(), escaped(words))}\n\n"
    caption = re.sub(r"^\s*</p>|<p>\s*$|<br\s*/?>\s*$", "", inside[found.end() :]).strip()
    old = attributes.named.get("caption", "")
    if not caption and old:
        caption = old if "<" in old else escaped(old)
    return f"\n\n{figure(found[1], caption)}\n\n"


def _player(name: str, attributes: Attributes, inside: str, page: Page) -> str:
    """Return a link to what a player plays, "" and a word in the account where that is not told."""
    inside = _TAGS.sub("", inside).strip() if not is_address(inside.strip()) else inside.strip()
    candidates = [inside, attributes.first(_PLACES), *attributes.words]
    for candidate in candidates:
        address = watched_at(candidate.partition("|")[0])
        if is_address(address):
            words = attributes.first(("title", "caption", "name"))
            return f"\n\n<p>{link(address, words)}</p>\n\n"
    number = next(filter(None, (attributes.first(("id", "clip_id", "video_id")), *attributes.words)), "")
    if _PLAYERS[name] and re.fullmatch(r"\d{1,20}|[\w./-]{3,100}", number):
        return f"\n\n<p>{link(_PLAYERS[name].format(number))}</p>\n\n"
    if shown := page.pictures(re.findall(r"\d+", attributes.named.get("ids", ""))):
        return f"\n\n{shown}\n\n"
    page.shortcodes[name] += 1
    return inside


def _gallery(name: str, attributes: Attributes, page: Page) -> str:
    """Return the figures of a gallery: the pictures it names, else those uploaded to the item."""
    named = next((attributes.named[key] for key in _NUMBERED if key in attributes.named), "")
    numbers = re.findall(r"\d+", named)
    is_own = name == "gallery" and not numbers
    shown = page.own_pictures() if is_own else page.pictures(numbers)
    if not shown and _GALLERIES.fullmatch(name):
        page.shortcodes[name] += 1
        return " "
    return f"\n\n{shown}\n\n" if shown else ""


def _raw(inside: str) -> str:
    """Return the HTML that the page builder keeps in base64."""
    packed = _TAGS.sub("", inside).strip()
    try:
        return f"\n\n{unquote(base64.b64decode(packed, validate=True).decode('utf-8'))}\n\n"
    except (binascii.Error, ValueError):
        return inside


def picture_number(tag: str) -> str:
    """Return the number of the attachment that an `img` shows, by its class; "" where it does not say."""
    found = re.search(r"\bwp-image-(\d{1,12})\b", attributes_of(tag).get("class", ""))
    return found[1] if found else ""
