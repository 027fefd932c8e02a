"""Which works the links of a body mean, wherever those works stand today.

A body keeps the addresses that its source wrote. For each that leads to a site where works came from, or to
this one, `follow` keeps a `BodyLink`; one whose work is not here waits, and finds it by the digest of its
address when it arrives. What a page shows in the end is decided when it is shown (`rendering`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from html import unescape
from itertools import batched
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q

from archive.articles.models import Article, BodyLink, FormerHost, LegacyAddress, PastAddress
from archive.centers.models import Center
from archive.text.addresses import digest, host_of, normalise, path_of
from archive.text.slugs import RESERVED

MOST_LINKS = 2_000
"""Different addresses of one body that are followed."""
LONGEST = 2_000
AT_ONCE = 900
"""Values in one condition: fewer than the parameters that any database takes."""
HOSTS_AT_ONCE = 40

_HREF = re.compile(r'<a (?:[^>]*? )??href="([^"]*)"')
_HOST = re.compile(r"\s*(?:https?:)?[/\\]{2}(?:www\.)*([^/?#:@\\\s]+)", re.IGNORECASE)
_PERMALINK = re.compile(r"/(?:[\w-]+/)?articles/((?:\d{4}(?:/\d{2})?|undated)/[\w-]+)")
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|txt|epub|zip|jpe?g|png|gif|webp|avif|svg|tiff?|mp[34]|m4[av]|wav)"
    r"(?:\?|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Aim:
    """What a link asks for: the `key` by which a work is found, and its `path` where it is one of ours.

    `place` is the address from the first slash after the host, `is_here` says that the host is this site.
    A file is no work, unless a work is known to have had just that address.
    """

    href: str
    key: str
    place: str
    is_here: bool = True
    path: str = ""
    is_file: bool = False


def follow(articles: Iterable[Article]) -> None:
    """Keep what the links in the bodies of these works mean, and lead links that waited for them here.

    Works are looked at in bulk: some ten statements for a hundred of them. Only differences are written.
    """
    works = list(articles)
    if not works:
        return
    arrived = _addresses_of(works)
    hosts = _note_hosts(address for address, _ in arrived)
    aims = {work.pk: aims_of(work.body, hosts) for work in works}
    every = {aim.key: aim for found in aims.values() for aim in found}
    targets = targets_of(every.values())
    ours = _pages_of_ours(aim for aim in every.values() if aim.key not in targets)
    wanted = {
        (key, aim.href): aim
        for key, found in aims.items()
        for aim in found
        if aim.key in targets or not (aim.is_file or aim.key in ours)
    }
    stale: list[int] = []
    changed: list[BodyLink] = []
    for link in BodyLink.objects.filter(article__among=aims).order_by():
        aim = wanted.pop((link.article_id, link.href), None)
        if aim is None or aim.key != link.key:
            stale.append(link.pk)
            if aim:
                wanted[link.article_id, link.href] = aim
        elif link.target_id != targets.get(aim.key):
            link.target_id = targets.get(aim.key)
            changed.append(link)
    for keys in batched(stale, AT_ONCE):
        BodyLink.objects.filter(pk__in=keys).delete()
    BodyLink.objects.bulk_update(changed, ["target"], batch_size=AT_ONCE // 3)
    BodyLink.objects.bulk_create(
        (
            BodyLink(article_id=key, href=aim.href, key=aim.key, target_id=targets.get(aim.key))
            for (key, _), aim in wanted.items()
        ),
        batch_size=AT_ONCE // 5,
    )
    lead_here({key for _, keys in arrived for key in keys})


def resolve_waiting() -> None:
    """Lead links that wait to works that have their addresses by now, from wherever those came.

    Bodies are looked through first for links to sites that have become known since they were written.
    """
    _read_for_new_hosts()
    had = LegacyAddress.objects.filter(article__isnull=False)
    waiting = BodyLink.objects.waiting()
    if not had.filter(key=F("path_key")).exists():  # none is meant at every site
        may_lead = Exists(had.filter(key=OuterRef("key"))) | Exists(had.filter(path_key=OuterRef("key")))
        waiting = waiting.filter(may_lead)
    keys = waiting.order_by().values_list("key", flat=True).distinct()
    lead_here(set(keys))


def lead_here(keys: Collection[str]) -> None:
    """Lead the links that wait under these keys to the works they mean now."""
    led: list[BodyLink] = []
    for some in batched(keys, AT_ONCE):
        waiting = list(BodyLink.objects.waiting().filter(key__among=some))
        hosts = {name for link in waiting if (name := host_of(link.href))}
        aims = {link.pk: aim for link in waiting if (aim := aim_of(link.href, hosts))}
        targets = targets_of(aims.values()) if aims else {}
        for link in waiting:
            aim = aims.get(link.pk)
            if aim and (target := targets.get(aim.key)):
                link.target_id = target
                led.append(link)
    BodyLink.objects.bulk_update(led, ["target"], batch_size=AT_ONCE // 3)


def lead_again(row: LegacyAddress) -> None:
    """Lead the links that mean an old address to where it leads now, after its row was written."""
    keys = {row.key, row.path_key}
    elsewhere = BodyLink.objects.filter(key__in=keys, target__isnull=False).exclude(target=row.article_id)
    elsewhere.update(target=None)
    lead_here(keys)


def lose(keys: Collection[str]) -> None:
    """Let the links that meant old addresses wait again, once these lead nowhere."""
    for some in batched(keys, AT_ONCE):
        BodyLink.objects.filter(key__in=some, target__isnull=False).update(target=None)
    lead_here(keys)


def forget_hosts() -> None:
    """Forget the former sites of which no address is left, after works were taken back."""
    for host in FormerHost.objects.all():
        here = Q(address=host.name) | Q(address__startswith=f"{host.name}/")
        had = LegacyAddress.objects.filter(here | Q(address__startswith=f"{host.name}?"))
        if not had.filter(article__isnull=False).exists():
            host.delete()


def aims_of(body: str, hosts: Collection[str]) -> list[Aim]:
    """Return what the links of a clean body ask for, each address once, in their order: at most 2,000.

    `hosts` are the former sites; links to any other, and those within the page, mean no work.
    """
    if 'href="' not in body:
        return []
    found: dict[str, Aim] = {}
    for raw in _HREF.findall(body):
        href = unescape(raw)
        if href in found or len(href) > LONGEST:
            continue
        aim = aim_of(href, hosts)
        if aim:
            found[href] = aim
            if len(found) == MOST_LINKS:
                break
    return list(found.values())


def leading_nowhere(body: str) -> list[str]:
    """Return the links of a clean body that mean a work of this archive which readers cannot see.

    Links that mean a page which is no work, and those to other sites, are not looked at. Some five queries.
    """
    aims = aims_of(body, FormerHost.objects.values_list("name", flat=True))
    targets = targets_of(aims) if aims else {}
    ours = _pages_of_ours(aim for aim in aims if aim.key not in targets)
    shown = set(Article.objects.published().filter(pk__in=targets.values()).values_list("pk", flat=True))
    return [
        aim.href
        for aim in aims
        if targets.get(aim.key) not in shown and not (aim.is_file or (aim.key in ours and not aim.path))
    ]


def aim_of(href: str, hosts: Collection[str]) -> Aim | None:
    """Return what an address asks for; None where it cannot mean a work."""
    own = _own_host(settings.BASE_URL)
    host = _HOST.match(href)
    if host:
        name = host[1].lower().rstrip(".") if host[1].isascii() else host_of(href)
        if name != own and name not in hosts:
            return None
        address = normalise(href)
    elif href.startswith("/"):
        address = normalise(f"http://{own}{href}")
    else:
        return None
    if not address:
        return None
    place = path_of(address)
    if host and name != own:
        is_file = bool(_FILE.search(place))
        return Aim(href, digest(address), place, is_here=False, is_file=is_file) if place else None
    if permalink := _PERMALINK.fullmatch(place):
        path = permalink[1]
        return Aim(href, digest(f"/articles/{path}"), place, path=path)
    return Aim(href, digest(place), place, is_file=bool(_FILE.search(place))) if place else None


@cache
def _own_host(base_url: str) -> str:
    return host_of(base_url)


def targets_of(aims: Iterable[Aim]) -> dict[str, int]:
    """Return the key of the work that each aim means, by the aim's own key; what is not here is left out.

    A present permalink counts before a past one, and that before an address at a former site. The path
    alone of a link within this site means a work only where no other had the same.
    """
    found: dict[str, int] = {}
    elsewhere = {aim.key: aim.place for aim in aims if not aim.is_here}
    within = {aim.key for aim in aims if aim.is_here}
    paths = {path: aim.key for aim in aims for path in (aim.path, aim.path.lower()) if path}
    had = LegacyAddress.objects.filter(article__isnull=False).order_by()
    for keys in batched(elsewhere, AT_ONCE):
        found.update(had.filter(key__in=keys).values_list("key", "article_id"))
    unknown: defaultdict[str, list[str]] = defaultdict(list)
    for key, place in elsewhere.items():
        if key not in found:
            unknown[digest(place)].append(key)
    for keys in batched(unknown, AT_ONCE):  # addresses that are meant at every site
        for key, work in had.filter(key__in=keys).values_list("key", "article_id"):
            found.update(dict.fromkeys(unknown[key], work))
    owners: defaultdict[str, set[int]] = defaultdict(set)
    for keys in batched(within, AT_ONCE):
        for key, work in had.filter(path_key__in=keys).values_list("path_key", "article_id"):
            owners[key].add(work)
    found.update({key: min(works) for key, works in owners.items() if len(works) == 1})
    for some in batched(paths, AT_ONCE):
        past = PastAddress.objects.filter(path__in=some).values_list("path", "article_id")
        found.update({paths[path]: work for path, work in past})
        present = Article.objects.filter(path__in=some).order_by().values_list("path", "pk")
        found.update({paths[path]: work for path, work in present})
    return found


def _addresses_of(works: Sequence[Article]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the addresses by which links mean these works, each with its keys; "" for those of this site."""
    here = [("", (digest(f"/articles/{work.path}"),)) for work in works]
    keys = [work.pk for work in works]
    past = PastAddress.objects.filter(article__among=keys).values_list("path", flat=True)
    here += [("", (digest(f"/articles/{path}"),)) for path in past]
    had = LegacyAddress.objects.filter(article__among=keys).order_by()
    return here + [
        (address, (key, path_key)) for address, key, path_key in had.values_list("address", "key", "path_key")
    ]


def _note_hosts(found: Iterable[str]) -> set[str]:
    """Return the hosts of all former sites, those of these addresses among them; new ones are kept.

    Where none is known yet, the archive may be older than this table: all its addresses are asked.
    """
    known = set(FormerHost.objects.values_list("name", flat=True))
    if not known:
        found = (
            LegacyAddress.objects.filter(article__isnull=False).values_list("address", flat=True).iterator()
        )
    new = {re.split("[/?]", address, maxsplit=1)[0] for address in found if address} - known
    new = {name for name in new if 0 < len(name) <= 253}
    if new:
        below = (Article.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        hosts = [FormerHost(name=name, unread_below=below) for name in sorted(new)]
        FormerHost.objects.bulk_create(hosts, ignore_conflicts=True)
    return known | new


def _pages_of_ours(aims: Iterable[Aim]) -> set[str]:
    """Return the keys of aims that mean a page of this site which is no work: a list, a center, a person."""
    pages: dict[str, str] = {}
    for aim in aims:
        segments = aim.place.partition("?")[0].strip("/").split("/")
        if aim.is_here and not aim.path and segments[0]:
            pages[aim.key] = segments[0]
            if RESERVED & set(segments[:2]):
                pages[aim.key] = ""
    names = {name for name in pages.values() if name}
    centers: set[str] = set()
    for some in batched(names, AT_ONCE):
        centers.update(Center.objects.filter(slug__in=some).values_list("slug", flat=True))
    return {key for key, name in pages.items() if not name or name in centers}


def _read_for_new_hosts() -> None:
    """Follow the links of bodies that are older than what is known of the hosts they lead to."""
    for hosts in batched(list(FormerHost.objects.filter(unread_below__gt=0)), HOSTS_AT_ONCE):
        mentioned = reduce(or_, (Q(body__icontains=host.name) for host in hosts))
        for works in _downward(max(host.unread_below for host in hosts), mentioned):
            with transaction.atomic():
                follow(works)
        FormerHost.objects.filter(pk__in=[host.pk for host in hosts]).update(unread_below=0)


def _downward(below: int, condition: Q) -> Iterator[list[Article]]:
    """Yield the works below a key that meet a condition, a hundred at a time, the newest first."""
    while True:
        works = list(
            Article.objects.filter(condition, pk__lt=below).order_by("-pk").only("body", "path")[:100]
        )
        if not works:
            return
        yield works
        below = works[-1].pk
