"""Whom and what a record means: names in a file to authority records of the archive.

A name is looked for in this order, and the first answer counts:

1. what an editor has decided about this very name;
2. a record whose preferred name or name form has the same key (NFC, case folded, blanks and quotation marks
   alike);
3. one whose name is the same when it is folded: without marks, hyphens, titles and degrees, "Last, First"
   turned;
4. people only: one whose name may be the same person's (initials, another script, another spelling). That is
   never acted upon.

Nobody: a record is made. Several, or one that is only likely: nothing is guessed, the name waits for an
editor. A `Matcher` serves one run. What it remembers is what the database would tell again: a run that was
killed and begun anew decides as one that was not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from archive.articles.models import Kind, KindName, Outlet, OutletName
from archive.authority import NAME_LENGTH
from archive.centers.models import Center, CenterName, Series, SeriesName
from archive.importing.making import free_slug, make, taken_slugs
from archive.importing.models import Change, OpenName
from archive.tags.models import Facet, Term, TermName
from archive.text.likeness import likeness, sketches
from archive.text.names import is_mixed_script
from archive.text.strings import matching_key, tidy
from authors.models import Author, AuthorName

if TYPE_CHECKING:
    from archive.importing.journal import Journal
    from archive.importing.records import Record

State = OpenName.State
Kept = OpenName.Authority
REMEDY = "Decide it in the admin, under Names to decide"


class Undecided(Exception):
    """A name that only an editor can decide; the message says why, in words that follow the name.

    `authority` and `key` are those of the question to be asked.
    """

    def __init__(self, name: str, why: str, authority: str = "", key: str = "") -> None:
        self.name, self.authority, self.key = name, authority, key
        super().__init__(why)


class Authority[Model: models.Model]:
    """The records of one kind by any of their names, found in bulk and remembered.

    `form` is the model of the name forms, its only key to the record is found by itself; `kept` is the word
    under which questions about the names are kept, `scope` narrows to a part of the records (a term's facet).
    """

    def __init__(
        self,
        model: type[Model],
        form: type[models.Model],
        kept: str,
        decisions: Decisions,
        journal: Journal | None = None,
        **scope: Any,
    ) -> None:
        self.model, self.form, self.kept, self.scope = model, form, kept, scope
        self.owner = model._meta.get_field("names").remote_field.name
        self.decisions, self.journal = decisions, journal
        self.answers: dict[str, Model | str | None] = {}
        self.made: set[int] = set()
        self._records: dict[int, Model] = {}
        self._taken: set[str] = set()
        self._new = _New()

    def look_up(self, names: Iterable[str]) -> None:
        """Find what all these names mean, in two to ten queries whatever their number."""
        wanted = {key: printed(name) for name in names if (key := key_of(name)) not in self.answers}
        if not wanted:
            return
        self._recall(wanted)
        for column, derive in (("key", key_of), ("folded", self._fold)):
            left = {key: derive(name) for key, name in wanted.items() if key not in self.answers}
            found = self._find(column, set(left.values()))
            for key, value in left.items():
                if records := found.get(value):
                    self.answers[key] = (
                        next(iter(records.values())) if len(records) == 1 else _several(records)
                    )
        left = {key: name for key, name in wanted.items() if key not in self.answers}
        if self.model is Author and left:
            self._look_for_likely(left)
        nobodys = [name for key, name in left.items() if key not in self.answers]
        if nobodys:
            self._taken |= taken_slugs(self.model, nobodys, self.scope)
        for key in left:
            self.answers.setdefault(key, None)

    def get(self, name: str) -> Model:
        """Return the record a name means, made now if there is none. Raises `Undecided`."""
        answer = self._answer(name)
        key = key_of(name)
        if answer is None:
            answer = self.answers[key] = self._made_meanwhile(name) or self._make(name, key)
        if isinstance(answer, str):
            raise Undecided(name, answer, self.kept, key)
        return answer

    def find(self, name: str) -> Model | None:
        """Return the record a name means, if exactly one does; make nothing."""
        answer = self._answer(name) or self._made_meanwhile(name)
        return answer if isinstance(answer, self.model) else None

    def one(self, pk: int) -> Model | None:
        """Return the record with a key, None where there is none any more."""
        if pk not in self._records:
            found = self.model._default_manager.filter(pk=pk, **self.scope).first()
            return self._same(found) if found else None
        return self._records[pk]

    def _answer(self, name: str) -> Model | str | None:
        key = key_of(name)
        if key not in self.answers:
            self.look_up([name])
        return self.answers[key]

    def _recall(self, wanted: dict[str, str]) -> None:
        """Answer with what editors have decided; a record that is gone decides nothing."""
        decided = {key: one for key in wanted if (one := self.decisions.of(self.kept, key)) is not None}
        targets = {target for target in decided.values() if target}
        records = self.model._default_manager.filter(pk__in=targets, **self.scope) if targets else ()
        known = {record.pk: self._same(record) for record in records}
        for key, target in decided.items():
            if target == Decisions.ASK:
                self.answers[key] = "is a name of several, and an editor decides it for each work"
            elif target in known:
                self.answers[key] = known[target]

    def _find(self, column: str, values: set[str]) -> dict[str, dict[int, Model]]:
        """Return records by a column of their names, then by their key; two queries."""
        found: defaultdict[str, dict[int, Model]] = defaultdict(dict)
        if not values:
            return found
        for record in self.model._default_manager.filter(**{f"{column}__among": values}, **self.scope):
            found[getattr(record, column)][record.pk] = self._same(record)
        scope = {f"{self.owner}__{name}": value for name, value in self.scope.items()}
        forms = self.form._default_manager.filter(**{f"{column}__among": values}, **scope)
        for form in forms.select_related(self.owner):
            record = self._same(getattr(form, self.owner))
            found[getattr(form, column)][record.pk] = record
        return found

    def _look_for_likely(self, wanted: dict[str, str]) -> None:
        """Answer names that may be those of people the archive has; two queries."""
        filed = {key: sketches(name) for key, name in wanted.items()}
        some = {sketch for found in filed.values() for sketch in found}
        names: defaultdict[str, list[str]] = defaultdict(list)
        for model in (self.model, self.form):
            rows = model._default_manager.filter(sketch__among=some).values_list("sketch", "name")
            for sketch, name in rows if some else ():
                names[sketch].append(name)
        for key, name in wanted.items():
            if is_mixed_script(name):
                self.answers[key] = "mixes letters of two scripts that look alike"
            elif any(likeness(name, other) for sketch in filed[key] for other in names[sketch]):
                self.answers[key] = LIKELY

    def _made_meanwhile(self, name: str) -> Model | str | None:
        """Answer with what this run has made since the name was looked up."""
        name = printed(name)
        record = self._new.by_folded.get(self._fold(name))
        if record or self.model is not Author:
            return record  # type: ignore[return-value]
        likely = (other for one in sketches(name) for other in self._new.by_sketch.get(one, ()))
        return LIKELY if any(likeness(name, other) for other in likely) else None

    def _make(self, name: str, key: str) -> Model:
        name = printed(name)
        slug = free_slug(name, key, self._taken)
        record = self._same(make(self.model, name, slug, self.scope))  # type: ignore[arg-type]
        self._taken.add(slug)
        self.made.add(record.pk)
        self._new.add(record)
        if self.journal:
            self.journal.made(record)
        return record

    def _fold(self, name: str) -> str:
        return self.model.folding(name)[:NAME_LENGTH]  # type: ignore[attr-defined]

    def _same(self, record: Model) -> Model:
        """Return the one instance that stands for the record throughout the run."""
        return self._records.setdefault(record.pk, record)


LIKELY = "may be somebody whom the archive knows by another spelling"


def _several(records: list[Any]) -> str:
    return f"may mean any of {len(records)} records"


class _New:
    """What a run has made: found by others of its names before the database is asked again."""

    def __init__(self) -> None:
        self.by_folded: dict[str, models.Model] = {}
        self.by_sketch: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, record: Any) -> None:
        """Remember a record that was just saved."""
        self.by_folded[record.folded] = record
        if isinstance(record, Author):
            self.by_sketch[record.sketch].append(record.name)


class Decisions:
    """What editors have decided about names, read once."""

    ASK = 0
    """What `of` returns for a name that is decided work by work."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] | None = None

    def of(self, authority: str, key: str) -> int | None:
        """Return the key of the record that a name means; `ASK`; None where nobody has decided."""
        if self._known is None:
            rows = OpenName.objects.filter(state__in=[State.DECIDED, State.ASK])
            self._known = {
                (kept, name): self.ASK if state == State.ASK else target
                for kept, name, state, target in rows.values_list("authority", "key", "state", "target_id")
            }
        return self._known.get((authority, key))


class Matcher:
    """Everything a record can name, for the length of one run."""

    def __init__(self, journal: Journal | None = None) -> None:
        self.journal = journal
        self.decisions = Decisions()
        self.centers = self._authority(Center, CenterName, Kept.CENTER)
        self.series = self._authority(Series, SeriesName, Kept.SERIES)
        self.people = self._authority(Author, AuthorName, Kept.PERSON)
        self.outlets = self._authority(Outlet, OutletName, Kept.OUTLET)
        self._terms = {facet: self._authority(Term, TermName, facet, facet=facet) for facet in Facet.values}
        self._kinds: dict[tuple[str, str], Kind | None] = {}
        self._imported_centers: set[int | None] | None = None

    def _authority(self, model: Any, form: Any, kept: str, **scope: Any) -> Authority[Any]:
        return Authority(model, form, str(kept), self.decisions, self.journal, **scope)

    def look_up(self, records: Iterable[Record]) -> None:
        """Find all names of these records, in a number of queries that does not depend on theirs."""
        records = list(records)
        self.people.look_up(person.name for record in records for person in record.authors)
        self.centers.look_up(
            name for record in records for name in (*record.centers, record.primary_center) if name
        )
        self.series.look_up(record.blog for record in records if record.blog)
        self.outlets.look_up(record.source for record in records if record.source)
        for facet in Facet:
            names = (name for record in records for name in getattr(record, f"{facet.value}s"))
            self.terms(facet).look_up(names)

    def authority(self, kept: str) -> Authority[Any]:
        """Return the authority that a question about a name is asked of."""
        plain = {
            Kept.CENTER: self.centers,
            Kept.SERIES: self.series,
            Kept.PERSON: self.people,
            Kept.OUTLET: self.outlets,
        }
        return plain.get(kept) or self.terms(kept)  # type: ignore[call-overload]

    def made_by_import(self, center: Center) -> bool:
        """Say whether an import has made the center: this run, or one before it that is not undone."""
        if self._imported_centers is None:
            made = Change.objects.filter(subject="centers.center", before__isnull=True, run__undone_by=None)
            self._imported_centers = set(made.values_list("object_id", flat=True))
        return center.pk in self.centers.made or center.pk in self._imported_centers

    def terms(self, facet: str) -> Authority[Term]:
        """Return the authority of one facet's terms."""
        return self._terms[str(facet)]

    def kind(self, code: str, label: str) -> Kind | None:
        """Return the kind of a code, or of a label where there is no code; a new one is made as unknown."""
        code, label = tidy(code, 60), tidy(label, 80)
        if (code, label) not in self._kinds:
            self._kinds[code, label] = self._kind(code, label)
        return self._kinds[code, label]

    def _kind(self, code: str, label: str) -> Kind | None:
        if not code and not label:
            return None
        found = _known_kind(code, label)
        if found is None:
            found = Kind.objects.create(code=code or label, label=label or code, is_known=False)
            if self.journal:
                self.journal.made(found)
        return found


_LONGEST = 10 * NAME_LENGTH
"""Characters of a name that are looked at; what stands behind them is no name."""


def printed(name: str) -> str:
    """Return a name as it is kept: one tidy line that the database holds."""
    return tidy(name[:_LONGEST])[:NAME_LENGTH]


def key_of(name: str) -> str:
    """Return the key under which a name is asked about and remembered."""
    return _key_of(name[:_LONGEST])


@lru_cache(maxsize=20_000)
def _key_of(name: str) -> str:
    return matching_key(tidy(name))[:NAME_LENGTH]


def _known_kind(code: str, label: str) -> Kind | None:
    if code:
        return Kind.objects.filter(code=code).first()
    named = KindName.objects.filter(key=matching_key(label)).select_related("kind").first()
    return named.kind if named else Kind.objects.filter(Q(label__iexact=label) | Q(code=label)).first()
