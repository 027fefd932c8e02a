"""The addresses that a work had: kept when it moves, so that none is ever lost or leads in a circle.

The functions here are the only writers of past, legacy and missing addresses. Whatever an old address is said
to lead to is followed to a page of ours first: what is written never points at another old address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from archive.articles import links, whereabouts
from archive.articles.models import Article, LegacyAddress, MissingAddress, PastAddress
from archive.text.addresses import digest, normalise, normalise_former, path_of
from archive.text.strings import tidy


@dataclass(frozen=True, slots=True)
class Destination:
    """What an old address leads to: a work (its key), else the path of another page; neither: it is gone."""

    work: int | None = None
    path: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the address answers 410."""
        return self.work is None and not self.path

    @classmethod
    def of(cls, row: LegacyAddress) -> Destination:
        """Return what a row leads to."""
        return cls(row.article_id, row.target)

    @classmethod
    def page(cls, page: whereabouts.Page) -> Destination:
        """Return a page as a destination: a work's own, else its present path."""
        return cls(page.work) if page.work else cls(path=page.address)

    def give_to(self, row: LegacyAddress) -> None:
        """Let the row lead here."""
        row.article_id, row.target, row.is_gone = self.work, self.path, self.is_gone


GONE = Destination()
LONGEST_SHOWN = 120


class Known:
    """Legacy addresses as they were read, to be asked what an address leads to."""

    def __init__(self, rows: Iterable[LegacyAddress]) -> None:
        self.by_key: dict[str, LegacyAddress] = {}
        self.by_path: dict[str, list[LegacyAddress]] = defaultdict(list)
        for row in rows:
            self.by_key[row.key] = row
            self.by_path[row.path_key].append(row)

    def row(self, address: str, *, at_any_site: bool = True) -> LegacyAddress | None:
        """Return the row that says where a normalised address leads; None where none does.

        The whole address counts first, then its path where a row names no site; with `at_any_site` also the
        path alone, where all sites that had it lead to one thing.
        """
        if found := self.by_key.get(digest(address)):
            return found
        path = path_of(address)
        if not path:
            return None
        key = digest(path)
        if found := self.by_key.get(key):
            return found
        alike = self.by_path.get(key, []) if at_any_site else []
        return alike[0] if len({row.lead for row in alike}) == 1 else None


def keep_past_address(article: Article, former_path: str) -> bool:
    """Keep the path an article had before it was saved; return whether it has moved at all.

    A path that is in use again stops being a past one, so that no address ever redirects to itself.
    """
    PastAddress.objects.filter(path=article.path).delete()
    if not former_path or former_path == article.path:
        return False
    PastAddress.objects.update_or_create(path=former_path, defaults={"article": article})
    return True


def keep_past_addresses(moved: Mapping[Article, str]) -> None:
    """Keep the paths that works had before they moved, by work: three statements, however many there are."""
    PastAddress.objects.filter(path__in=[article.path for article in moved]).delete()
    rows = [PastAddress(article=article, path=former) for article, former in moved.items() if former]
    PastAddress.objects.filter(path__in=[row.path for row in rows]).delete()
    PastAddress.objects.bulk_create(rows)


def keep_legacy_address(article: Article, url: str) -> LegacyAddress | None:
    """Let an address at a former site lead to the work; return the new row.

    None is written, and returned, where the address leads somewhere already (whoever had it first keeps it),
    is no web address, or is a page of this archive.
    """
    address = normalise(url)
    here = whereabouts.path_here(url)
    if not path_of(address) or (here and whereabouts.find(here)):
        return None
    row, is_new = LegacyAddress.objects.get_or_create(
        key=digest(address), defaults={"article": article, "address": address}
    )
    if not is_new:
        return None
    forget_missing([row.path_key])
    return row


def lead(address: str, destination: Destination) -> LegacyAddress:
    """Let an old address lead to a destination; raise ValidationError where it cannot, or leads already."""
    row = LegacyAddress(address=address)
    destination.give_to(row)
    row.full_clean()
    return save(row)


def save(row: LegacyAddress) -> LegacyAddress:
    """Save a row that has been cleaned; nobody needs to be told any more that its address is missing."""
    with transaction.atomic():
        row.save()
        forget_missing([row.path_key])
        links.lead_again(row)
    return row


def forget_missing(path_keys: Iterable[str]) -> None:
    """Take addresses off the list of missing ones: something answers them now."""
    MissingAddress.objects.filter(key__in=list(path_keys)).delete()


def unanswered(rows: QuerySet) -> QuerySet:
    """Leave out missing addresses that have become an old address of something since."""
    return rows.exclude(Exists(LegacyAddress.objects.filter(path_key=OuterRef("key"))))


def ignore(keys: Iterable[int]) -> int:
    """Ask no editor about these missing addresses any more, however often readers come; return how many."""
    return MissingAddress.objects.filter(pk__in=list(keys)).update(is_ignored=True)


def why_not_an_old_address(address: str) -> str:
    """Return the sentence that says why nothing can lead from a normalised address; "" where it can.

    A page of ours always wins. One that stands for no record (a list, the home page) knows its own
    parameters only: other questions at its address are old ones ("/?p=123").
    """
    if not path_of(address):
        return "This is no address of a page; write it whole, or from its first slash."
    page = whereabouts.find(path_of(address).partition("?")[0] or "/")
    return why_ours_wins(address, page)


def why_ours_wins(address: str, page: whereabouts.Page | None) -> str:
    """Return the sentence that says that a page of ours answers at an address; "" where there is none."""
    if page is None or ("?" in address and page.is_fixed):
        return ""
    return f"This is the address of a page of ours ({page.address}), which always wins."


def destination_of(text: str) -> Destination:
    """Return what an address leads to; raise ValueError with a sentence for what is no page of ours."""
    found = destinations_of([text])[text]
    if isinstance(found, str):
        raise ValueError(found)
    return found


def destinations_of(texts: Iterable[str]) -> dict[str, Destination | str]:
    """Return what addresses lead to, each followed to its end; a sentence where that is no page of ours.

    An address is the path or the whole address of a page of ours, present or past, or an old address that
    leads somewhere already. At most a dozen queries, however many addresses.
    """
    here = {text: whereabouts.path_here(text) for text in texts}
    pages = whereabouts.find_all(filter(None, here.values()))
    found: dict[str, Destination | str] = {}
    old: dict[str, str] = {}
    for text, path in here.items():
        page = pages.get(path)
        if page and not (page.is_fixed and "?" in text and _question(text)):
            found[text] = Destination.page(page)
        else:
            old[text] = normalise_former(path) + _question(text) if path else normalise(text)
    known = known_among(filter(None, old.values()))
    for text, address in old.items():
        path = here[text]
        if address and (row := known.row(address, at_any_site=bool(path))):
            found[text] = Destination.of(row)
        elif path in pages:
            found[text] = f"“{shown(text)}” asks a list something; choose a page with an address of its own."
        elif path:
            found[text] = no_page(text)
        else:
            found[text] = f"“{shown(text)}” is at another site; an old address leads to a page of ours only."
    return found


def no_page(text: str) -> str:
    """Return the sentence that is said of a path which is no page of ours."""
    return f"“{shown(text)}” is no page of ours; correct it, or leave it empty if the page is gone."


def known_among(addresses: Iterable[str]) -> Known:
    """Return what is known of normalised addresses, in one query."""
    wanted = list(addresses)
    if not wanted:
        return Known([])
    rows = LegacyAddress.objects.spelt(*wanted).order_by()
    return Known(rows.only("key", "path_key", "article_id", "target", "is_gone"))


def shown(text: str) -> str:
    """Return an address short enough for a sentence."""
    text = tidy(text)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _question(text: str) -> str:
    """Return the normalised query of an address, with its question mark; "" for none."""
    return "?".join(["", *normalise("http://former.invalid/?" + text.partition("?")[2]).split("?")[1:]])


MOST_MISSING = 20_000
"""Rows of the list of missing addresses."""
ROOM_MADE = 1_000
PATIENCE = 50
"""Milliseconds that a note waits for a busy database."""


def note_missing(path: str, referrer: str) -> None:
    """Count one more visit to an address that leads nowhere: an update, or a new row.

    Where the list is full the least asked and oldest go. Raises DatabaseError at once where the database is
    busy or cannot be written.
    """
    now = timezone.now()
    counted = {"hits": F("hits") + 1, "last_seen": now} | ({"referrer": referrer} if referrer else {})
    with impatient(), transaction.atomic():
        if MissingAddress.objects.filter(key=digest(path)).update(**counted):
            return
        if MissingAddress.objects.count() >= MOST_MISSING:
            spare = MissingAddress.objects.order_by("hits", "last_seen", "pk").values_list("pk", flat=True)
            MissingAddress.objects.filter(pk__in=list(spare[:ROOM_MADE])).delete()
        MissingAddress.objects.bulk_create(
            [MissingAddress(path=path, referrer=referrer, last_seen=now)], ignore_conflicts=True
        )


@contextmanager
def impatient() -> Iterator[None]:
    """Let what is written within fail at once where it would have to wait for another writer."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            former = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            try:
                yield
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {former}")
        else:
            with transaction.atomic():
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}ms'")
                yield
