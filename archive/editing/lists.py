"""Lists of any length: pages begin after a row instead of at a number, counts stop where they say enough.

The address of a page names the values by which its first row is found (`?after=["2014-12-02",812]`): an
index leads there, however far down it stands, and who pages on neither misses a row nor meets one twice
while others save. `before` goes back from a row, `last` opens the end of the list. Nothing counts further
than `MOST_COUNTED`, and only the orders that a list offers (`sortable_by`) are taken from an address.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Model, OrderBy, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.text.written import figure

AFTER, BEFORE, LAST = "after", "before", "last"
PLACES = (AFTER, BEFORE, LAST)
"""The parameters that say where in a list a page begins; a change of filter or order drops them."""
MOST_COUNTED = 1_000
LONGEST_PLACE = 2_000


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order: its name, and whether it falls."""

    name: str
    falls: bool

    @classmethod
    def of(cls, order: str | OrderBy) -> Key:
        """Read an entry of `order_by`; raise TypeError for an expression, which no place can name."""
        if isinstance(order, str):
            return cls(order.removeprefix("-"), order.startswith("-"))
        if isinstance(order, OrderBy) and isinstance(order.expression, F):
            return cls(order.expression.name, order.descending)
        raise TypeError(f"{order!r} orders a list by something that is no column.")

    def value_of(self, row: Model) -> Any:
        """Return the row's value, as an address writes it."""
        value: Any = row
        for name in self.name.split("__"):
            value = None if value is None else getattr(value, name)
        return value

    def read(self, model: type[Model], written: Any) -> Any:
        """Return a value of an address as the column has it; raise ValidationError for what is none."""
        try:
            field = model._meta.pk if self.name == "pk" else model._meta.get_field(self.name)
        except FieldDoesNotExist:  # counted or reached by the queryset
            return written
        return getattr(field, "output_field", field).to_python(written)


def beyond(keys: list[Key], values: list[Any], *, backwards: bool) -> Q:
    """Return the condition that a row comes after (before) the one with these values, for any mix of orders.

    It bounds the first column by itself, too: that is the part for which databases use an index.
    """
    found, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        word = "lt" if key.falls != backwards else "gt"
        found |= same & Q(**{f"{key.name}__{word}": value})
        same &= Q(**{key.name: value})
    first = keys[0]
    return Q(**{f"{first.name}__{'lte' if first.falls != backwards else 'gte'}": values[0]}) & found


class Ledger(ChangeList):
    """The list of an admin page, read from one row to the next: no page costs more than the first."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        """Narrow and order as the address says, by one column at a time; where to begin comes later."""
        for name in PLACES:
            self.params.pop(name, None)
            self.filter_params.pop(name, None)
        if ORDER_VAR in self.params:
            self.params[ORDER_VAR] = self.params[ORDER_VAR].partition(".")[0]
        return super().get_queryset(request, exclude_parameters)

    def get_ordering_field(self, field_name: str) -> Any:
        """Return what a column is ordered by; None for one whose order no index holds."""
        if self.sortable_by is not None and field_name not in self.sortable_by:
            return None
        return super().get_ordering_field(field_name)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """Return the order, its last key falling with the first: one index serves both directions."""
        ordering = super().get_ordering(request, queryset)
        if ORDER_VAR in self.params and len(ordering) > 1 and ordering[-1] == "-pk":
            ordering[-1] = "-pk" if Key.of(ordering[0]).falls else "pk"
        return ordering

    def get_results(self, request: HttpRequest) -> None:
        """Read one page and look one row further; count only where the page is not the whole list."""
        self.keys = [Key.of(one) for one in self.queryset.query.order_by]
        place, values = self._place(request)
        rows, more = self._rows(place, values)
        if place == BEFORE and not more:  # the first page, however short what stood before it was
            place = ""
            rows, more = self._rows(place, None)
        backwards = place in (BEFORE, LAST)
        self.is_first = not (more if backwards else place == AFTER)
        self.is_last = not (more if place != BEFORE else rows) or place == LAST
        self.result_list = self.queryset._clone()
        self.result_list._result_cache = rows
        self.result_list._prefetch_done = True
        self.result_count = len(rows) if self.is_first and self.is_last else self._counted()
        self.full_result_count = None
        self.show_full_result_count = False
        self.show_admin_actions = bool(rows)
        self.can_show_all = self.multi_page = False
        self.paginator = None

    @cached_property
    def count_words(self) -> str:
        """How many rows there are, in figures; "more than 1,000" where nobody counted on."""
        language = get_language() or "en"
        if self.result_count > MOST_COUNTED:
            return _("more than %(number)s") % {"number": figure(MOST_COUNTED, language)}
        return figure(self.result_count, language)

    @cached_property
    def leaves(self) -> dict[str, str]:
        """The addresses of the pages around this one, by what they are; only of those that there are."""
        rows = self.result_list._result_cache
        found = {}
        if not self.is_first:
            found["first"] = self.get_query_string()
            found["previous"] = self._address(BEFORE, rows[0]) if rows else ""
        if not self.is_last:
            found["next"] = self._address(AFTER, rows[-1]) if rows else ""
            found["last"] = self.get_query_string({LAST: "1"})
        return {name: address for name, address in found.items() if address}

    def _rows(self, place: str, values: list[Any] | None) -> tuple[list[Model], bool]:
        backwards = place in (BEFORE, LAST)
        rows = self.queryset.reverse() if backwards else self.queryset
        if values is not None:
            rows = rows.filter(beyond(self.keys, values, backwards=backwards))
        found = list(rows[: self.list_per_page + 1])
        more, found = len(found) > self.list_per_page, found[: self.list_per_page]
        return (found[::-1] if backwards else found), more

    def _counted(self) -> int:
        return self.queryset.order_by().values("pk")[: MOST_COUNTED + 1].count()

    def _place(self, request: HttpRequest) -> tuple[str, list[Any] | None]:
        for name in (AFTER, BEFORE):
            if name in request.GET and (values := self._read(request.GET[name])) is not None:
                return name, values
        return (LAST, None) if LAST in request.GET else ("", None)

    def _read(self, written: str) -> list[Any] | None:
        """Return the values that a place names; None for what names no place in this order."""
        try:
            values = json.loads(written) if len(written) <= LONGEST_PLACE else None
            if not isinstance(values, list) or len(values) != len(self.keys):
                return None
            read = [key.read(self.model, value) for key, value in zip(self.keys, values, strict=True)]
        except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
            return None
        return None if any(not is_storable(value) for value in read) else read

    def _address(self, name: str, row: Model) -> str:
        values = [key.value_of(row) for key in self.keys]
        written = json.dumps(values, cls=ExactEncoder, ensure_ascii=False, separators=(",", ":"))
        return self.get_query_string({name: written})


class ExactEncoder(DjangoJSONEncoder):
    """Writes instants to the microsecond: a place is found by them."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)


def is_storable(value: Any) -> bool:
    """Whether a value may stand in a query: no nothing, no whole number beyond what databases hold."""
    if isinstance(value, int):
        return abs(value) < 2**63
    return value is not None and not isinstance(value, list | dict) and "\0" not in str(value)
