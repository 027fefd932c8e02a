"""Pictures: the one above an article with its alternative text and caption, and those in it made loadable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archive.importing.readers.html import phrases
from archive.importing.readers.html.chrome import is_aside
from archive.importing.readers.html.tree import Addresses, attribute, drop, is_within, words

_LAZY = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-image",
    "data-lazy",
    "data-full-url",
    "data-orig-file",
    "data-hi-res-src",
)
_PLACEHOLDER = re.compile(
    r"(?i)^$|^data:|^about:|(?:blank|spacer|placeholder|pixel|transparent|lazy|loading"
    r"|1x1)[\w-]*\.(?:gif|png|svg|jpe?g)"
)
_HOUSE = re.compile(
    r"(?i)logo|favicon|default[-_]?(?:image|share|social|og|thumb)|placeholder|og[-_](?:default"
    r"|image\.)|share[-_](?:default|image\.)|social[-_](?:card|default|share)|avatar|gravatar|profile"
)
_SIZE = re.compile(
    r"(?i)[-_]\d{2,4}x\d{2,4}$|[-_](?:scaled|large|medium|small|thumb(?:nail)?|\d{3,4}w?)$|@\dx$"
)
_CAPTION = re.compile(r"(?:^|[\s_-])(?:caption|wp-caption-text|credit|image-credit)(?:$|[\s_-])")


def lead(
    root: HtmlElement, container: HtmlElement | None, claimed: Iterable[dict[str, str]], addresses: Addresses
) -> dict[str, str]:
    """Return the picture above the article: `url alt caption credit`; {} where there is none.

    `claimed` are the pictures that metadata name, the more trusted first; the page itself adds words to them.
    """
    claims = [one for one in claimed if one.get("url") and not _HOUSE.search(_file(one["url"]))]
    shown = list(_shown(root, container))
    for claim in claims[:1]:
        stem = _stem(claim["url"])
        for image in root.iter("img"):
            if (
                stem
                and stem in {_stem(source) for source in _sources(image, addresses)}
                and not is_aside(image)
            ):
                return _described(image, {**claim})
        return dict(claim)
    for image in shown:
        url = next((one for one in _sources(image, addresses) if one), "")
        if url and not _HOUSE.search(_file(url)):
            return _described(image, {"url": url})
    return {}


def _shown(root: HtmlElement, container: HtmlElement | None) -> Iterable[HtmlElement]:
    """Yield the pictures that stand above the text as its own: in a figure or a field, not small."""
    for image in root.iter("img"):
        if is_aside(image):
            continue
        if container is not None and is_within(image, container):
            return
        width = attribute(image, "width")
        around = " ".join(one.get("class") or "" for one in [image, *list(image.iterancestors())[:4]]).lower()
        boxed = any(one.tag == "figure" for one in list(image.iterancestors())[:4])
        if re.search(r"author|avatar|profile|logo|icon|portrait", around):
            continue
        named = re.search(
            r"featured|hero|media--image|lead|main-image|post-thumbnail"
            r"|field--?name--?field-.*image|article-image|wp-post-image",
            around,
        )
        if (boxed or named) and not (width.isdigit() and int(width) < 200):
            yield image


def _described(image: HtmlElement, about: dict[str, str]) -> dict[str, str]:
    about["alt"] = attribute(image, "alt") or about.get("alt", "")
    for box in list(image.iterancestors())[:4]:
        if box.tag not in ("figure", "div", "a", "picture", "dl", "span", "p"):
            break
        caption = box.find(".//figcaption")
        if caption is None and box.tag != "a":
            caption = next(
                (
                    one
                    for one in box.iterfind(".//*[@class]")
                    if _CAPTION.search((one.get("class") or "").lower())
                ),
                None,
            )
        if caption is not None and len(words(caption)) < 1_000:
            text = words(caption)
            credit = next(
                (
                    words(one)
                    for one in caption.iterfind(".//*[@class]")
                    if "credit" in (one.get("class") or "").lower()
                ),
                "",
            )
            if credit and text.endswith(credit):
                text = text[: -len(credit)].rstrip(" |·—–-")
            if phrases.PHOTO.fullmatch(text) and not credit:
                text, credit = "", text
            about["caption"] = about.get("caption") or text
            about["credit"] = about.get("credit") or credit
            break
        if box.tag == "figure":
            break
    return about


def same_picture(one: str, other: str) -> bool:
    """Say whether two addresses are those of one picture, maybe in two sizes."""
    return one == other or (bool(_stem(one)) and _stem(one) == _stem(other))


def settle(container: HtmlElement, addresses: Addresses) -> None:
    """Give the pictures of a body the address from which they really come; drop those that have none or count
    visits.
    """
    for image in list(container.iter("img")):
        sources = _sources(image, addresses)
        url = next(iter(sources), "")
        small = {attribute(image, "width"), attribute(image, "height")} & {"0", "1"}
        if small or (not url and _PLACEHOLDER.match(attribute(image, "src"))):
            drop(image)
            continue
        image.set("src", url or attribute(image, "src"))
        for name in ("srcset", "sizes", *_LAZY):
            image.attrib.pop(name, None)
    for source in list(container.iter("source")):
        drop(source)


def _sources(image: HtmlElement, addresses: Addresses) -> list[str]:
    """Return the addresses that a picture may have, the one to use first."""
    given = [attribute(image, name) for name in _LAZY]
    plain = attribute(image, "src")
    if not _PLACEHOLDER.search(plain):
        given.insert(0, plain)
    for name in ("data-srcset", "srcset", "data-lazy-srcset"):
        given += [
            part.split()[0] for part in reversed(re.split(r",\s+", attribute(image, name))) if part.split()
        ]
    parent = image.getparent()
    if parent is not None and parent.tag == "picture":
        for source in parent.iter("source"):
            given += [
                part.split()[0]
                for part in re.split(r",\s+", attribute(source, "srcset") or attribute(source, "data-srcset"))
                if part.split()
            ]
    return list(
        dict.fromkeys(filter(None, (addresses.whole(one) for one in given if not _PLACEHOLDER.search(one))))
    )


def _file(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rpartition("/")[2]
    except ValueError:
        return ""


def _stem(url: str) -> str:
    """Return a picture's file name without the size that systems put into it."""
    name = re.sub(r"\.(?:jpe?g|png|webp|gif|avif)$", "", _file(url).lower())
    for _ in range(2):
        name = _SIZE.sub("", name)
    return name if len(name) > 2 else ""
