"""Links in bodies: those that lead nowhere yet, the most wanted address first; and where the others lead."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, Min, OuterRef, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.articles.links import aim_of
from archive.articles.models import Article, BodyLink
from archive.editing import RecordAdmin, lists_rows
from archive.text.addresses import host_of
from archive.text.strings import tidy

LONGEST_SEARCHED = 2_000
LONGEST_SHOWN = 120
MOST_SHOWN = 100


class LeadsFilter(admin.SimpleListFilter):
    """Addresses that lead nowhere yet, each once, unless each link is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("each", _("Nowhere yet, link by link")), ("led", _("To a work"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield first | {"display": _("Nowhere yet")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "led":
            return queryset.filter(target__isnull=False)
        waiting = queryset.waiting()
        return waiting if self.value() == "each" else each_address_once(waiting, request.user)


def each_address_once(links: QuerySet, user: Any) -> QuerySet:
    """Return one link for each address, with the number of works that link to it as `wanted`.

    The first link and the number are of works that the user may see.
    """
    known = BodyLink.objects.visible_to(user).waiting().order_by()
    first = known.values("key").annotate(first=Min("pk")).values("first")
    works = known.filter(key=OuterRef("key")).values("key")
    wanted = Subquery(works.annotate(number=Count("article", distinct=True)).values("number"))
    return links.filter(pk__in=first).annotate(wanted=wanted)


@admin.register(BodyLink)
class BodyLinkAdmin(RecordAdmin):
    """What the links in bodies lead to: to be read. They are mended in the body, or by an old address."""

    list_display = ["address", "works", "leads_to"]
    list_display_links = None
    list_filter = [LeadsFilter]
    list_select_related = ["article", "target"]
    search_fields = ["href"]
    search_help_text = _("An address in any spelling, or a part of one.")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        links = BodyLink.objects.visible_to(request.user).annotate(wanted=Value(0, IntegerField()))
        columns = ("body", "deck")
        return links.defer(*(f"{work}__{name}" for work in ("article", "target") for name in columns))

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["-wanted", "pk"] if lists_rows(request) else ["pk"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find an address however it is spelt; else by a part of it."""
        term = tidy(search_term, limit=LONGEST_SEARCHED)
        if not term:
            return queryset, False
        aim = aim_of(term, {host_of(term)})
        if aim and (spelt := queryset.filter(key=aim.key)).exists():
            return spelt, False
        return queryset.filter(href__icontains=term), False

    @admin.display(description=_("address in the body"), ordering="key")
    def address(self, link: BodyLink) -> SafeString:
        """The address as it was written first."""
        return address_shown(link.href)

    @admin.display(description=_("stands in"), ordering="wanted")
    def works(self, link: BodyLink) -> SafeString:
        """The work, or how many there are, leading to the list of them."""
        if link.wanted <= 1:
            return work_shown(link.article)
        url = reverse("admin:articles_bodylink_changelist")
        asked = urlencode({"state": "each", "q": link.href})
        words = ngettext("%(number)d work", "%(number)d works", link.wanted) % {"number": link.wanted}
        return format_html('<a href="{}?{}">{}</a>', url, asked, words)

    @admin.display(description=_("leads to"))
    def leads_to(self, link: BodyLink) -> SafeString | str:
        """The work, or an offer to say where the address leads."""
        if link.target:
            return work_shown(link.target)
        url = reverse("admin:articles_legacyaddress_add")
        return format_html('<a href="{}?{}">{}</a>', url, urlencode({"address": link.href}), _("Lead it …"))


def links_of(article: Article, user: Any) -> SafeString | str:
    """Return the links of a body to works that the user may see, and those that lead nowhere yet."""
    found = article.body_links.visible_to(user).select_related("target").order_by("pk")
    links = list(found.defer("target__body", "target__deck")[: MOST_SHOWN + 1])
    lines = (
        (
            address_shown(link.href),
            work_shown(link.target) if link.target else format_html("<em>{}</em>", _("nowhere yet")),
        )
        for link in links[:MOST_SHOWN]
    )
    shown = format_html_join("", "<li>{} → {}</li>", lines)
    more = format_html("<p>{}</p>", _("There are more.")) if len(links) > MOST_SHOWN else ""
    return format_html("<ul>{}</ul>{}", shown, more) if links else _("None.")


def address_shown(href: str) -> SafeString:
    """Return an address, its beginning where it is long."""
    cut = href if len(href) <= LONGEST_SHOWN else href[: LONGEST_SHOWN - 1] + "…"
    return format_html('<code dir="ltr" title="{}">{}</code>', href, cut)


def work_shown(work: Article) -> SafeString:
    """Return a work's title, leading to its form."""
    url = reverse("admin:articles_article_change", args=[work.pk])
    return format_html('<a href="{}"><bdi lang="{}">{}</bdi></a>', url, work.language, work.title)
