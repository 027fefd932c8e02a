"""How one looks at a preview: in which host, how wide, in which scheme, and at which of the work's forms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from archive.centers.models import Center
from archive.desk.models import Draft
from archive.desk.previewing.showing import SCHEMES
from archive.editing.choosing import is_id

WIDTHS = {"phone": (390, _("Phone")), "tablet": (820, _("Tablet")), "desktop": (1280, _("Desktop"))}
VIEWS = {"page": _("Page"), "card": _("Cards and sidebar"), "social": _("Shared link")}
SCHEME_NAMES = {"light": _("Light"), "dark": _("Dark")}


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen; each of `widths`, `views` and `schemes` leads to the same with one thing changed."""

    view: str
    width: str
    scheme: str
    center: Center | None

    @property
    def query(self) -> str:
        """The choices as the query of an address."""
        host = self.center.slug if self.center else ""
        return urlencode({"view": self.view, "host": host, "width": self.width, "scheme": self.scheme})

    @property
    def pixels(self) -> int:
        """How wide the frame is."""
        return WIDTHS[self.width][0]

    @property
    def views(self) -> list[tuple[str, object, str, bool]]:
        """The forms of the work: name, label, query, and whether it is the one that is shown."""
        return [(one, label, replace(self, view=one).query, one == self.view) for one, label in VIEWS.items()]

    @property
    def widths(self) -> list[tuple[str, object, str, bool]]:
        """The widths, in the same shape."""
        return [
            (one, label, replace(self, width=one).query, one == self.width)
            for one, (_pixels, label) in WIDTHS.items()
        ]

    @property
    def schemes(self) -> list[tuple[str, object, str, bool]]:
        """The schemes, in the same shape."""
        return [
            (one, label, replace(self, scheme=one).query, one == self.scheme)
            for one, label in SCHEME_NAMES.items()
        ]


def read_choices(asked: QueryDict, draft: Draft) -> Choices:
    """Return what an address asks for; without a host, the center whose work it is."""
    view, width, scheme = (asked.get(name, "") for name in ("view", "width", "scheme"))
    return Choices(
        view=view if view in VIEWS else "page",
        width=width if width in WIDTHS else "desktop",
        scheme=scheme if scheme in SCHEMES else "light",
        center=Center.objects.filter(slug=asked["host"]).first() if asked.get("host") else own_center(draft),
    )


def own_center(draft: Draft) -> Center | None:
    """Return the primary center that a form names, else the default one."""
    key = draft.fields.get("primary_center", "")
    named = Center.objects.filter(pk=key).first() if is_id(key) else None
    return named or Center.objects.default()
