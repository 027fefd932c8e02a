"""The small things that hang on a work, and the keys of the works near it, all in one query.

Many tables speak in one shape: what, order, key, and three texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import Cast, Concat, DenseRank

from archive.articles.models import ArticleCenter, ArticleTerm, Attachment, BodyLink, BylineEntry, Correction
from archive.articles.models.article import Article, permalink
from archive.articles.prepared import Prepared
from archive.articles.querysets import ArticleQuerySet
from archive.articles.related import earlier_in_series, later_in_series, shared_links
from archive.centers.models import Center
from archive.tags.models import Facet, Term
from archive.text.dates import parse_iso
from authors.models import Affiliation

RECENT_WORKS = 2
MORE_WORKS = 5
HOST_WORKS = 30
"""The host's newest works that are looked at for those which the page does not show already."""
MANY_WORKS = 2_000
"""Works from which on those of a host are found by the index of dates."""
SEPARATOR = "\x1f"
"""What stands between fields that are told as one text: a sign that no name holds."""
AFFILIATION = (
    ("position", "organisation"),
    ("from_date", "to_date", "is_past"),
    ("center_id", "center__slug", "center__name", "center__short_name"),
)
FACET_ORDER = {facet: place for place, facet in enumerate(Facet.values)}

Row = tuple[str, int, int, str, str, str]


@dataclass(slots=True)
class Parts:
    """What hangs on one work, each kind in stored order; terms facet by facet.

    `links` is where links of the body lead today, by their href, `linked` the keys of all works that they
    mean, those that readers do not see yet among them; `positions` are those of the work's people by the
    person's key. `kin` are pairs of a term and a work that carries it. The others are keys of works:
    `earlier` and `later` those before and after in the series, the nearest first; `recent` the people's
    newest, `newest` the host's, newest first, `translations` the same work in other languages.
    """

    terms: list[Term] = field(default_factory=list)
    centers: list[Center] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    linked: list[int] = field(default_factory=list)
    positions: dict[int, list[Affiliation]] = field(default_factory=dict)
    kin: list[tuple[int, int]] = field(default_factory=list)
    earlier: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    recent: list[int] = field(default_factory=list)
    newest: list[int] = field(default_factory=list)
    translations: list[int] = field(default_factory=list)


def parts_of(work: Article, host: Center | None) -> Parts:
    """Return the parts of a published work, and what stands near it on the pages of a host, in one query.

    `host` tells whether it `publishes_much` (`publishing_much`).
    """
    parts = Parts()
    given = {
        "pk": work.pk,
        "language": work.language,
        "sort_date": work.sort_date,
        "translation_of_id": work.translation_of_id,
        "series_id": work.series_id,
    }
    if host is not None:
        given |= {"host": host.pk, "spoken": host.language}
    given = {name: value for name, value in given.items() if value is not None}
    for row in sorted(_ROWS.rows(host and host.publishes_much, **given), key=_stored_order):
        _put(parts, row)
    parts.earlier.reverse()
    parts.newest.reverse()
    return parts


def _rows(much: bool | None, host: int | None = None, spoken: str = "", **work: Any) -> QuerySet[Any, Row]:
    """The rows of which parts are made; `work` are some columns of the work, `host` the key of a center."""
    it = Article(**work)
    house = None
    if host is not None:
        house = Center(pk=host, languages=[spoken])
        house.publishes_much = bool(much)
    first, *others = (arm.order_by() for arm in [*_own(it), *_near(it, house)])
    return first.union(*others, all=True).order_by()


_ROWS = Prepared(Article, _rows)


def _own(work: Article) -> list[QuerySet[Any, Row]]:
    """Terms, centers, attachments, corrections, led links, and the positions of the work's people."""
    people = BylineEntry.objects.filter(article=work, author__isnull=False).order_by().values("author")
    return [
        ArticleTerm.objects.filter(content_object=work).values_list(
            _text("term"), "position", "tag_id", "tag__facet", "tag__slug", "tag__name"
        ),
        ArticleCenter.objects.filter(article=work, is_implied=False).values_list(
            _text("center"), "position", "center_id", "center__slug", "center__name", "center__short_name"
        ),
        Attachment.objects.filter(article=work).values_list(
            _text("attachment"), "position", "pk", "title", _as_text("file"), "url"
        ),
        Correction.objects.filter(article=work).values_list(
            _text("correction"), Value(0), "pk", _as_text("corrected_on"), _as_text("text"), _text("")
        ),
        BodyLink.objects.filter(article=work, target__isnull=False).values_list(
            _text("link"), _is_published("target"), "target_id", _as_text("href"), "target__path", _text("")
        ),
        Affiliation.objects.filter(author__in=people).values_list(
            _text("held"), "author_id", "pk", *(_joined(*names) for names in AFFILIATION)
        ),
    ]


def _near(work: Article, host: Center | None) -> list[QuerySet[Any, Row]]:
    """The links of other works to the same terms, and the keys of published works for each shelf."""
    others = Article.objects.published().apart_from(work).order_by()
    shelves = [
        ("recent", recent_work(work, others)),
        ("translation", Article.objects.published().translations_of(work)),
    ]
    if host is not None:
        known = others.in_languages(work.language, host.language)
        shelves.append(("newest", newest_of(host, known)))
    if work.series_id:
        shelves += [("earlier", earlier_in_series(work)), ("later", later_in_series(work))]
    kin = shared_links(work).values_list(_text("kin"), "tag_id", "kin", _text(""), _text(""), _text(""))
    return [kin, *(_keys(what, works) for what, works in shelves)]


def newest_of(host: Center, works: ArticleQuerySet) -> ArticleQuerySet:
    """Return a host's newest among the works.

    Where it has few (`MANY_WORKS`), all are looked at. Where it has many, each work of a date is asked for
    its centers: the index of dates leads then, and not the list of everything that the host ever published.
    """
    links = _links_of(host.pk)
    if host.publishes_much:
        works = works.filter(Exists(links.filter(article=OuterRef("pk"))))
    else:
        works = works.filter(pk__in=links.values("article"))
    return works.newest()[:HOST_WORKS]


def publishing_much(centers: QuerySet[Center]) -> QuerySet[Center]:
    """Say of each center, as `publishes_much`, whether it and those below it have so many works."""
    return centers.annotate(
        publishes_much=Exists(_links_of(OuterRef("pk")).values("pk")[MANY_WORKS : MANY_WORKS + 1])
    )


def _links_of(host: Any) -> QuerySet[ArticleCenter]:
    """The links of works to a center, by its key, and to those below it."""
    return ArticleCenter.objects.filter(Q(center=host) | Q(center__umbrella=host)).order_by()


def recent_work(work: Article, others: ArticleQuerySet) -> ArticleQuerySet:
    """Return the newest works of each person whom the work names, among the others."""
    people = BylineEntry.objects.filter(article=work, author__isnull=False).order_by().values("author")
    newest_first = [F("sort_date").desc(), F("pk").desc()]
    rank = Window(DenseRank(), partition_by=F("byline_entries__author"), order_by=newest_first)
    theirs = others.filter(byline_entries__author__in=people).annotate(rank=rank)
    return Article.objects.filter(pk__in=theirs.filter(rank__lte=RECENT_WORKS).values("pk"))


def _keys(what: str, works: ArticleQuerySet) -> QuerySet[Any, Row]:
    """The keys of a shelf's works in the common shape, with the days by which they are ordered."""
    if works.query.is_sliced:
        works = Article.objects.filter(pk__in=works.values("pk"))
    return works.values_list(_text(what), Value(0), "pk", _as_text("sort_date"), _text(""), _text(""))


def _put(parts: Parts, row: Row) -> None:
    """Make of a row what it tells of."""
    what, position, key, one, two, three = row
    match what:
        case "term":
            parts.terms.append(Term(pk=key, facet=one, slug=two, name=three))
        case "center":
            parts.centers.append(Center(pk=key, slug=one, name=two, short_name=three))
        case "attachment":
            parts.attachments.append(Attachment(pk=key, title=one, file=two, url=three))
        case "correction":
            parts.corrections.append(Correction(pk=key, corrected_on=parse_iso(one).first_day, text=two))
        case "link":
            parts.linked.append(key)
            if position:
                parts.links[one] = permalink(two)
        case "held":
            parts.positions.setdefault(position, []).append(_affiliation(key, position, one, two, three))
        case "kin":
            parts.kin.append((position, key))
        case "earlier":
            parts.earlier.append(key)
        case "later":
            parts.later.append(key)
        case "recent":
            parts.recent.append(key)
        case "newest":
            parts.newest.append(key)
        case "translation":
            parts.translations.append(key)


def _affiliation(key: int, author: int, *told: str) -> Affiliation:
    """Make the affiliation of which `AFFILIATION` is told."""
    (position, organisation), (begun, ended, is_past), house = (text.split(SEPARATOR) for text in told)
    center, slug, name, short_name = house
    return Affiliation(
        pk=key,
        author_id=author,
        position=position,
        organisation=organisation,
        from_date=begun,
        to_date=ended,
        is_past=is_past in ("1", "true"),
        center=Center(pk=int(center), slug=slug, name=name, short_name=short_name) if center else None,
    )


def _stored_order(row: Row) -> tuple[Any, ...]:
    what, position, key, one, *_rest = row
    if what in ("correction", "earlier", "later", "newest"):
        return what, one, key
    return what, str(FACET_ORDER.get(one, "")) if what == "term" else "", position, key


def _is_published(relation: str) -> Case:
    """1 where readers see the work, else 0."""
    seen = Exists(Article.objects.published().filter(pk=OuterRef(relation)))
    return Case(When(seen, then=Value(1)), default=Value(0))


def _as_text(name: str) -> Cast:
    return Cast(F(name), CharField())


def _joined(*names: str) -> Concat:
    """Several fields as one text; nothing stands for NULL."""
    told = [part for name in names for part in (Value(SEPARATOR), Cast(name, CharField()))][1:]
    return Concat(*told, output_field=CharField())


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())
