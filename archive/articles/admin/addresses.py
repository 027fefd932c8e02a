"""Old addresses: where they lead; and those that readers ask for in vain, with what they may have meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from archive.articles import addresses
from archive.articles.models import Article, LegacyAddress, MissingAddress
from archive.articles.proposals import Proposal, proposals_for
from archive.editing import RecordAdmin, lists_rows
from archive.text.addresses import normalise_former
from archive.text.strings import tidy

LONGEST_SEARCHED = 8000


class LegacyAddressForm(forms.ModelForm):
    """One old address, and the one thing it leads to."""

    user: Any = None
    """Who edits; the admin page sets it."""

    class Meta:
        labels = {
            "address": _("Old address"),
            "article": _("leads to the work"),
            "target": _("or to the page"),
        }
        help_texts = {
            "address": _("As a browser shows it; or from its first slash, for all former sites alike."),
            "target": _("The path of a list, a person, a term, a series or a center: /topics/trade/."),
            "is_gone": _("The address answers that nothing will come back to it (410)."),
        }
        widgets = {
            "address": forms.TextInput(
                attrs={"class": "vLargeTextField", "dir": "ltr", "spellcheck": "false"}
            ),
            "target": forms.TextInput(
                attrs={"class": "vLargeTextField", "dir": "ltr", "spellcheck": "false"}
            ),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [name for name in ("article", "target", "is_gone") if cleaned.get(name)]
        if len(chosen) != 1 and not self.errors:
            raise ValidationError(
                _("Choose one: a work, a page, or that the address is gone for good."), code="one-thing"
            )
        return cleaned

    def _post_clean(self) -> None:
        """Let no address lead to a work that the user may not see, however she names it."""
        super()._post_clean()
        if not leads_to_visible(self.user, self.instance.article_id):
            self.add_error("target", addresses.no_page(self.cleaned_data.get("target", "")))


def leads_to_visible(user: Any, key: int | None) -> bool:
    """Whether there is no work of the key, or one that the user may see."""
    return key is None or Article.objects.visible_to(user).filter(pk=key).exists()


class LeadsFilter(admin.SimpleListFilter):
    """What the addresses lead to."""

    title = _("leads to")
    parameter_name = "leads"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("work", _("A work")), ("page", _("Another page")), ("gone", _("Gone for good"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        narrow = {
            "work": {"article__isnull": False},
            "page": {"target__startswith": "/"},
            "gone": {"is_gone": True},
        }
        return queryset.filter(**narrow.get(self.value(), {}))


@admin.register(LegacyAddress)
class LegacyAddressAdmin(RecordAdmin):
    """Addresses at the sites before this archive."""

    form = LegacyAddressForm
    fields = ["address", "article", "target", "is_gone"]
    autocomplete_fields = ["article"]
    list_display = ["old_address", "leads_to"]
    list_filter = [LeadsFilter]
    list_select_related = ["article"]
    ordering = ["-pk"]
    search_fields = ["address"]
    search_help_text = _("An address in any spelling, or a part of one.")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return rows.defer("article__body", "article__deck") if lists_rows(request) else rows

    def get_form(self, request: HttpRequest, obj: LegacyAddress | None = None, **kwargs: Any) -> type:
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"user": request.user})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find an address by its digest, however it is spelt; else by a part of it."""
        term = tidy(search_term, limit=LONGEST_SEARCHED)
        if not term:
            return queryset, False
        former = normalise_former(term)
        if former:
            spelt = queryset.spelt(former)
            if spelt.exists():
                return spelt, False
        part = former if "/" in term else term
        return queryset.filter(address__icontains=part), False

    @admin.display(description=_("old address"), ordering="key")
    def old_address(self, row: LegacyAddress) -> SafeString:
        """The address, its beginning where it is long."""
        return shown(row.address)

    @admin.display(description=_("leads to"))
    def leads_to(self, row: LegacyAddress) -> SafeString | str:
        """The work, the page, or that it is gone."""
        if row.is_gone:
            return format_html('<span class="state state-withdrawn">{}</span>', _("Gone for good"))
        if row.article is None:
            return format_html("<code>{}</code>", row.target)
        url = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html(
            '<a href="{}"><bdi lang="{}">{}</bdi></a>', url, row.article.language, row.article.title
        )

    def save_model(
        self, request: HttpRequest, obj: LegacyAddress, form: forms.ModelForm, change: bool
    ) -> None:
        addresses.save(obj)


class IgnoredFilter(admin.SimpleListFilter):
    """Addresses that still ask for an answer, unless those that were ignored are asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ignored", _("Ignored"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield first | {"display": _("Waiting")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(is_ignored=self.value() == "ignored")


@admin.register(MissingAddress)
class MissingAddressAdmin(RecordAdmin):
    """What readers ask for in vain, the most asked first: led to a page, gone, or ignored by one click."""

    list_display = ["asked_for", "answers", "hits", "last_day"]
    list_display_links = None
    list_filter = [IgnoredFilter]
    list_per_page = 20
    search_fields = ["path"]
    search_help_text = _("A part of the address.")
    fields = readonly_fields = ["path", "hits", "referrer", "first_seen", "last_seen"]
    actions = ["say_gone", "ignore"]

    class Media:
        css = {"all": ["admin/archive/addresses.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        return addresses.unanswered(rows) if lists_rows(request) else rows

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Return the list with the proposals for the rows it shows, and for no others."""
        changes = super().get_changelist_instance(request)
        found = proposals_for([row.path for row in changes.result_list])
        may_lead = request.user.has_perm("articles.add_legacyaddress")
        for row in changes.result_list:
            row.proposals, row.may_lead = found[row.path], may_lead
        return changes

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "settle" in request.POST:
            self.settle(request, request.POST["settle"])
            return HttpResponseRedirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def settle(self, request: HttpRequest, said: str) -> None:
        """Do what a button of a row says: "7 lead /topics/trade/", "7 gone" or "7 ignore"."""
        key, verb, path = [*said.split(" ", 2), "", ""][:3]
        row = (
            self.get_queryset(request).filter(pk=int(key) if key.isdecimal() and key.isascii() else 0).first()
        )
        if row is None:
            messages.info(request, _("Somebody has answered this address already."))
            return
        if verb == "ignore":
            self.let_ignore(request, [row])
            messages.success(request, _("“%(path)s” is ignored.") % {"path": addresses.shown(row.path)})
            return
        self.need(request, "add_legacyaddress")
        try:
            to = addresses.destination_of(path) if verb == "lead" else addresses.GONE
            if not leads_to_visible(request.user, to.work):
                raise ValueError(addresses.no_page(path))
            addresses.lead(row.path, to)
        except (ValidationError, ValueError) as refusal:
            said = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
            messages.error(request, said)
            return
        names = {"path": addresses.shown(row.path), "to": path}
        answer = (
            _("“%(path)s” leads to %(to)s now.") if verb == "lead" else _("“%(path)s” is gone for good now.")
        )
        messages.success(request, answer % names)

    def need(self, request: HttpRequest, permission: str) -> None:
        """Raise PermissionDenied for a user who lacks a permission of the room."""
        if not request.user.has_perm(f"articles.{permission}"):
            raise PermissionDenied

    def let_ignore(self, request: HttpRequest, rows: Any) -> int:
        """Mark rows as ignored; return how many."""
        self.need(request, "change_missingaddress")
        return addresses.ignore([row.pk for row in rows])

    @admin.action(description=_("Say that these are gone for good"), permissions=["change"])
    def say_gone(self, request: HttpRequest, queryset: QuerySet) -> None:
        self.need(request, "add_legacyaddress")
        done = 0
        for row in queryset:
            try:
                with transaction.atomic():
                    addresses.lead(row.path, addresses.GONE)
                done += 1
            except ValidationError as refusal:
                said = f"{addresses.shown(row.path)}: {' '.join(refusal.messages)}"
                messages.error(request, said)
        told = ngettext(
            "%(count)d address is gone for good now.", "%(count)d addresses are gone for good now.", done
        )
        messages.success(request, told % {"count": done})

    @admin.action(description=_("Ignore these"), permissions=["change"])
    def ignore(self, request: HttpRequest, queryset: QuerySet) -> None:
        done = self.let_ignore(request, queryset)
        told = ngettext("%(count)d address is ignored.", "%(count)d addresses are ignored.", done)
        messages.success(request, told % {"count": done})

    @admin.display(description=_("asked for"), ordering="path")
    def asked_for(self, row: MissingAddress) -> SafeString:
        """The address, its beginning where it is long, and the page that led there last."""
        came = format_html('<br><span class="reason">{} {}</span>', _("from"), shown(row.referrer))
        return format_html(
            '<span id="missing-{}">{}</span>{}', row.pk, shown(row.path), came if row.referrer else ""
        )

    @admin.display(description=_("last asked for"), ordering="last_seen")
    def last_day(self, row: MissingAddress) -> SafeString:
        """The day on which a reader asked for it last."""
        return format_html('<span class="date">{}</span>', f"{row.last_seen:%Y-%m-%d}")

    @admin.display(description=_("may mean"))
    def answers(self, row: MissingAddress) -> SafeString:
        """A button for each page it may have been, and for what else can be said of it."""
        ignore = button(row, "ignore", "", _("Ignore"))
        if not row.may_lead:
            return format_html('<div class="others">{}</div>', ignore)
        another = reverse("admin:articles_legacyaddress_add") + "?" + urlencode({"address": row.path})
        return format_html(
            '<ul class="proposals">{}</ul><div class="others">{} {} <a href="{}">{}</a></div>',
            format_html_join("", "<li>{}</li>", ((proposed(row, one),) for one in row.proposals)),
            button(row, "gone", "", _("Gone for good")),
            ignore,
            another,
            _("Another page…"),
        )


def proposed(row: MissingAddress, proposal: Proposal) -> SafeString:
    """Return the button that leads the address to a page, with what speaks for it."""
    label = format_html('<bdi lang="{}">{}</bdi>', proposal.language, proposal.label)
    reason = " · ".join(filter(None, [proposal.date, str(proposal.reason)]))
    control = button(row, "lead", f" {proposal.address}", label, title=proposal.address)
    return format_html('{} <span class="reason">{}</span>', control, reason)


def button(row: MissingAddress, verb: str, rest: str, label: Any, title: str = "") -> SafeString:
    """Return a button of the list's own form; a screen reader hears which address it is for."""
    return format_html(
        '<button type="submit" name="settle" value="{} {}{}" class="{}" title="{}" '
        'aria-describedby="missing-{}">{}</button>',
        row.pk, verb, rest, verb, title, row.pk, label,
    )  # fmt: skip


def shown(address: str) -> SafeString:
    """Return an address as code, its beginning where it is long; the whole on hovering."""
    return format_html('<code dir="ltr" title="{}">{}</code>', address, addresses.shown(address))
