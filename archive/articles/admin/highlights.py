"""What home pages put forward, in the admin: by center, in the order of the page."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from archive.articles.models import Highlight
from archive.editing import RecordAdmin, lists_rows
from archive.history.admin import KeepsHistory


@admin.register(Highlight)
class HighlightAdmin(KeepsHistory, RecordAdmin):
    """The works that each center's home page opens with. Without any, it opens with its newest."""

    list_display = ["article", "center", "position", "from_day", "until_day", "standing"]
    list_editable = ["position"]
    list_filter = ["center"]
    list_select_related = ["center", "article"]
    search_fields = ["article__title"]
    search_help_text = _("Words of the title.")
    autocomplete_fields = ["center", "article"]
    own_only = ("center",)
    fieldsets = [
        (
            None,
            {
                "fields": ["center", "article", "position", ("from_day", "until_day")],
                "description": _(
                    "The first opens the home page, the others stand beside it. Readers see a work only "
                    "while it is published; where nothing is put forward, the newest work opens the page."
                ),
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        highlights = super().get_queryset(request)
        return highlights.defer("article__body", "article__deck") if lists_rows(request) else highlights

    @admin.display(description=_("standing"))
    def standing(self, highlight: Highlight) -> SafeString | str:
        """Whether readers see it today; if not, why."""
        if highlight.is_shown:
            return _("Shown")
        if not highlight.article.is_public:
            return format_html('<strong class="flag">{}</strong>', _("The work is not published"))
        if highlight.from_day and highlight.from_day > timezone.now().date():
            return _("Not yet")
        return _("Over")
