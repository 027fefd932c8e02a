"""What pages need and a template cannot do: addresses under the host, dates and languages in words."""

from __future__ import annotations

import re
from collections.abc import Hashable
from html import unescape
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from archive.centers.models import Center
from archive.tags.models import FACET_PLURALS
from archive.text import written
from archive.text.dates import PartialDate
from archive.text.languages import native_name

register = template.Library()

_TABLE_EDGE = re.compile(r"<table\b|</table>")
_CAPTION = re.compile(r"\s*<caption\b[^>]*>(.*?)</caption>", re.DOTALL)
_VOCABULARIES = frozenset(FACET_PLURALS.values())
_USUAL_LABELS = (
    gettext_noop("About"),
    gettext_noop("About us"),
    gettext_noop("Careers"),
    gettext_noop("Contact"),
    gettext_noop("Events"),
    gettext_noop("Experts"),
    gettext_noop("For Media"),
    gettext_noop("News"),
    gettext_noop("Privacy"),
    gettext_noop("Publications"),
    gettext_noop("Search"),
    gettext_noop("Series"),
)
"""What menus usually say, beside what the pages say themselves: it has a translation."""


@register.simple_tag(takes_context=True)
def address(context: template.Context, thing: Any) -> str:
    """Return the address of a work, person, term, series or center, or of the page with this name.

    It stays under the host's prefix where the page does. A center's own page is the same everywhere.
    """
    prefix = context.get("prefix", "")
    if isinstance(thing, Center):
        return thing.get_absolute_url()
    if not isinstance(thing, str):
        return prefix + thing.get_absolute_url() if thing else ""
    if thing in _VOCABULARIES:
        return prefix + reverse("terms", args=[thing])
    return prefix + reverse(thing)


MOST_BRIEFS = 4096
MOST_FRAMES = 512
_briefs: dict[Hashable, SafeString] = {}
_frames: dict[Hashable, SafeString] = {}
"""Briefs and parts of frames as they were rendered, by everything that stands in them."""


@register.simple_tag(takes_context=True)
def brief(context: template.Context, article: Any, reason: Any = None, with_deck: bool = False) -> SafeString:
    """Render `_brief.html`, once for all that looks alike."""
    printed = (
        get_language(),
        context.get("prefix", ""),
        with_deck and article.deck,
        article.title,
        article.language,
        article.path,
        article.published,
        article.kind and article.kind.label,
        article.series and article.series.name,
        tuple(entry.name for entry in article.byline),
        reason and (reason.same_series, reason.by_the_same, reason.is_subject, *map(str, reason.terms)),
    )
    if (found := _briefs.get(printed)) is None:
        inside = {"article": article, "reason": reason, "with_deck": with_deck}
        with context.push(**inside):
            found = context.template.engine.get_template("components/_brief.html").render(context)
        if len(_briefs) >= MOST_BRIEFS:
            _briefs.clear()
        _briefs[printed] = found
    return found


@register.simple_tag(takes_context=True)
def framing(context: template.Context, name: str) -> SafeString:
    """Render a part of the frame ("masthead"), once for all pages of a host that look alike."""
    host, chrome, request = context["host"], context["chrome"], context["request"]
    menus = tuple(
        (place, item.text, item.address)
        for place in ("main", "featured", "footer")
        for item in getattr(chrome, place)
    )
    letters = tuple((letter.name, letter.url, letter.language) for letter in chrome.newsletters)
    above = host.umbrella
    printed = (
        name,
        get_language(),
        context.get("prefix", ""),
        (host.name, host.brand, str(host.logo)),
        above and (above.name, above.slug, above.is_default),
        menus,
        letters,
        request.path if any(request.path == address for _place, _text, address in menus) else "",
        timezone.now().year,
    )
    if (found := _frames.get(printed)) is None:
        found = context.template.engine.get_template(f"components/_{name}.html").render(context)
        if len(_frames) >= MOST_FRAMES:
            _frames.clear()
        _frames[printed] = found
    return found


@register.filter
def menulabel(label: str) -> str:
    """Return what an item of a menu says: a usual word in the language of the page, any other as it is."""
    return _(label) if label else ""


@register.filter
def long_date(date: PartialDate | None) -> str:
    """Return a date as the page of a work prints it, in the language of the page; "" for none."""
    return written.long_date(date, get_language() or "en") if date else ""


@register.filter
def short_date(date: PartialDate | None) -> str:
    """Return a date as lists print it, in the language of the page; "" for none."""
    return written.short_date(date, get_language() or "en") if date else ""


@register.filter
def monthname(date: PartialDate) -> str:
    """Return what the month of a date is called by itself, in the language of the page."""
    return written.month_name(date.month or 1, get_language() or "en")


@register.filter
def iso(date: PartialDate | None) -> str:
    """Return a date for machines, as far as it is known: 2014, 2014-12 or 2014-12-02; "" for none."""
    return str(date) if date else ""


@register.filter
def languagename(tag: str) -> str:
    """Return what a language calls itself."""
    return native_name(tag)


@register.filter
def figure(number: int) -> str:
    """Return a count as the language of the page writes it, its thousands parted: 4,120."""
    return written.figure(number, get_language() or "en")


@register.filter
def digits(text: object) -> str:
    """Return a year, a page or a span of years with the digits of the page's language; "" for none."""
    return written.digits(text, get_language() or "en") if text not in (None, "") else ""


@register.filter
def scrollable_tables(html: str) -> SafeString:
    """Wrap each outermost table of a clean body in a region that scrolls, by keyboard too; name it."""
    source = conditional_escape(html)
    depth = 0

    def wrap(found: re.Match[str]) -> str:
        nonlocal depth
        if found[0] == "</table>":
            depth -= 1
            return "</table></div>" if depth == 0 else "</table>"
        depth += 1
        if depth > 1:
            return found[0]
        caption = _CAPTION.match(source, source.find(">", found.end()) + 1)
        name = " ".join(unescape(strip_tags(caption[1])).split()) if caption else ""
        region = '<div class="scroll" role="region" tabindex="0" aria-label="{}">'
        return format_html(region, name or _("Table")) + found[0]

    return mark_safe(_TABLE_EDGE.sub(wrap, source))  # noqa: S308
