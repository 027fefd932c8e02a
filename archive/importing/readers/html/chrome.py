"""What stands around an article and is none of it: menus, share bars, teasers, comments, forms.

`mark` goes through a page once and marks every such element and all below it; `is_aside` asks for the mark.
How much prose an element holds goes before what it is called: the whole page may stand in a `<form>`, and a
category called "related" may name a class.
"""

from __future__ import annotations

import re
from collections import defaultdict

from lxml.html import HtmlElement

from archive.importing.readers.html.tree import attribute, lines, tokens

_MARK = "data-archive-aside"
_ASIDE = frozenset(
    """ share sharing shares sharer sharethis sharedaddy addthis addtoany social socials socialmedia related
    recommended recommendations newsletter newsletters subscribe subscription subscriptions signup comments
    comment commentlist respond replies disqus breadcrumb breadcrumbs nav navigation navbar menu menus
    submenu sidebar pagination pager pagenavi cookie cookies popup modal lightbox promo promos advert
    adverts advertisement ads adsbygoogle sponsor sponsored outbrain taboola donate donation skip
    jp-relatedposts crosslinks masthead paywall trending toolbar toolbox utility utilities printfriendly
    teaser teasers morelike readmore readnext cta callout-subscribe searchform login eyebrow-nav loader
    offcanvas
    """.split()
)
"""Words of class names that say: not the article."""
_EXACT = frozenset(
    """
    site-header global-header main-header site-footer global-footer page-footer top-bar topbar related-posts
    related-content you-may-also-like read-next up-next more-from more-like-this more-stories
    post-navigation nav-links entry-related yarpp-related wp-block-comments comments-area post-comments
    blog-pagination also-on latest-posts recent-posts popular-posts tag-cloud tagcloud search-form
    subscribe-widget subscription-widget-wrap post-footer-cta sqs-block-newsletter view-related
    region-sidebar-first region-sidebar-second links--node links-inline element-invisible-nav cookie-banner
    gdpr back-to-top action-links social-links share-links share-buttons post-share article-share
    at-share-btn-elements sd-sharing a2a_kit further-content carousel-related kg-signup-card
    gh-post-upgrade-cta post-upsell hidden-print no-print print-hide
    """.split()
)
_IDS = frozenset(
    """ comments respond disqus_thread sidebar nav navigation menu footer header-nav breadcrumbs breadcrumb
    masthead related related-posts newsletter cookie-banner site-navigation secondary colophon
    jp-relatedposts left-nav leftnav rightnav topnav side-nav sidenav social share sharing
    """.split()
)
_NOT_MEANT = re.compile(
    r"(?:category|tag|post|type|status|format|taxonomy|term|node|page|has|no|is|with|author|view|js"
    r"|single|template|field|theme"
    r"|layout|wp-block-group|wp-container|elementor|col|row|grid|text|u|c|l|o)(?:--?|_)"
    r"|.*(?:-?enabled|-?active|-?open)$"
)
_COMMENTS = frozenset(
    """
    comments comment-list commentlist comments-area disqus_thread respond wp-block-comments comment-section
    """.split()
)
"""These may hold more words than the article."""
_ROLES = frozenset(
    ("navigation", "search", "contentinfo", "dialog", "alertdialog", "menu", "menubar", "toolbar")
)
_ALWAYS = frozenset(
    ("nav", "script", "style", "template", "dialog", "button", "input", "select", "option", "datalist")
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ARTICLE = frozenset(("article", "main"))
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_BY = re.compile(r"(?:^|[\s_-])(?:authors?|byline|contributors?)(?:$|[\s_-])")
_LONG_LINE = 40
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

Weights = dict[HtmlElement, float]


def is_aside(element: HtmlElement) -> bool:
    """Say whether an element of a marked page is none of the article."""
    return element.get(_MARK) is not None


def mark(root: HtmlElement) -> None:
    """Mark everything in a page that is none of the article."""
    for element in root.iterfind(f".//*[@{_MARK}]"):
        del element.attrib[_MARK]
    weights = weigh(root, everything=True)
    total = weights.get(root, 0.0) or 1.0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        parent = element.getparent()
        if (parent is not None and is_aside(parent)) or _is_chrome(
            element, weights.get(element, 0.0) / total
        ):
            element.set(_MARK, "")


def weigh(root: HtmlElement, *, everything: bool = False) -> Weights:
    """Return how much prose each element holds: signs in long lines that are not links count whole, others a
    fifth.

    What is marked as none of the article weighs nothing, unless `everything` is asked for.
    """
    own: defaultdict[HtmlElement, float] = defaultdict(float)
    for line in lines(root):
        if not everything and is_aside(line.element):
            continue
        size = len(line.words) * (3 if _CJK.search(line.words) else 1)
        linked = line.linked / max(len(line.words), 1)
        if linked < 0.5:
            own[line.element] += size if size >= _LONG_LINE else size * 0.2
    for element in reversed(list(root.iter())):
        parent = element.getparent()
        if parent is not None and own.get(element):
            own[parent] += own[element]
    return dict(own)


def _is_chrome(element: HtmlElement, share: float) -> bool:
    """Say whether an element is chrome; `share` is its part of the page's prose."""
    name = element.tag
    if name in _ALWAYS:
        return share < 0.5
    if name in ("html", "body", "main", "head", "h1"):
        return False
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return share < 0.3
    if name == "footer":
        return share < 0.3 and not _is_of_article(element)
    if name == "aside":
        return share < 0.3 and not _is_box(element)
    if name == "form":
        return share < 0.2
    role = attribute(element, "role").lower()
    if role in _ROLES or (role == "complementary" and name != "article"):
        return share < 0.3
    if _COMMENTS & {*tokens(element), attribute(element, "id").lower()} and name not in (
        "h2",
        "h3",
        "a",
        "article",
    ):
        return share < 0.9
    if not _is_named_chrome(element):
        return False
    if name == "article" or element.find(".//h1") is not None:
        return share < 0.1 and element.find(".//h1") is None
    return share < 0.3


def _is_named_chrome(element: HtmlElement) -> bool:
    names = tokens(element)
    if any(name in _EXACT for name in names):
        return True
    if attribute(element, "id").lower() in _IDS and element.tag not in (
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "a",
        "sup",
        "li",
    ):
        return True
    for name in (element.get("class") or "").split():
        if _NOT_MEANT.match(name.lower()) or element.tag in ("figure", "img", "sup", "table"):
            continue
        if _BY.search(name.lower()) or any(
            _BY.search(one.get("class") or "") for one in list(element.iterancestors())[:3]
        ):
            return False
        if _ASIDE & {word.lower() for word in _WORDS.findall(name)}:
            return True
    return False


def _is_of_article(footer: HtmlElement) -> bool:
    """Say whether a `<footer>` closes an article or a quotation, and not the page."""
    return any(
        one.tag in ("article", "blockquote", "figure") or {"hentry", "post", "node"} & set(tokens(one))
        for one in footer.iterancestors()
    )


def _is_box(aside: HtmlElement) -> bool:
    """Say whether an `<aside>` belongs to the text: a quotation set apart, a box, a note."""
    if not any(one.tag in _ARTICLE for one in aside.iterancestors()) or _is_named_chrome(aside):
        return False
    linked = sum(line.linked for line in lines(aside))
    signs = sum(len(line.words) for line in lines(aside))
    return signs > 60 and linked < 0.3 * signs
