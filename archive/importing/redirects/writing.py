"""What becomes of each line: where it leads in the end, whether that is new, and the rows that say so."""

from __future__ import annotations

from django.db import transaction

from archive.articles import whereabouts
from archive.articles.addresses import GONE, Destination, destinations_of, forget_missing, why_ours_wins
from archive.articles.models import Article, LegacyAddress
from archive.importing.journal import Journal
from archive.importing.models import Change, ImportRun, Outcome
from archive.importing.redirects.spool import Redirect, Spool
from archive.text.addresses import path_of

MOST_STEPS = 1_000
"""Lines of a list that may lead to one another before a page is reached."""


class Writer:
    """Writes batches of lines, each in one transaction with the journal of what it made and changed."""

    def __init__(self, run: ImportRun, lists: Spool, *, replace: bool = False) -> None:
        self.run, self.lists, self.replace = run, lists, replace
        self.journal = Journal(run)

    @transaction.atomic
    def write(self, batch: list[Redirect]) -> list[Redirect]:
        """Decide on each line of the batch, write what is new, and return the batch."""
        self._resolve(batch)
        usable = [line for line in batch if line.destination is not None]
        standing = {
            row.key: row
            for row in LegacyAddress.objects.filter(key__in={line.key for line in usable}).order_by()
        }
        fresh: dict[str, LegacyAddress] = {}
        changed: list[tuple[LegacyAddress, dict[str, object]]] = []
        own = self._own(standing) if self.replace else set()
        for line in usable:
            row = standing.get(line.key)
            if row is None:
                row = LegacyAddress(address=line.address)
                line.destination.give_to(row)
                standing[line.key] = fresh[line.key] = row
                line.outcome = Outcome.CREATED
            elif Destination.of(row) == line.destination:
                line.outcome = Outcome.UNCHANGED
            elif self.replace and row.pk and row.pk not in own:
                before = {"article_id": row.article_id, "target": row.target, "is_gone": row.is_gone}
                line.destination.give_to(row)
                changed.append((row, before))
                own.add(row.pk)
                line.outcome = Outcome.UPDATED
            else:
                self._conflict(line, row)
        LegacyAddress.objects.bulk_create(fresh.values())
        LegacyAddress.objects.bulk_update([row for row, _ in changed], ["article", "target", "is_gone"])
        for row in fresh.values():
            self.journal.made(row)
        for row, before in changed:
            self.journal.changed(row, before)
        self.journal.write()
        forget_missing([row.path_key for row in fresh.values()])
        return batch

    def _own(self, standing: dict[str, LegacyAddress]) -> set[int | None]:
        """Which of the rows this run has written itself: another line of the lists said so first."""
        keys = {row.pk for row in standing.values()}
        done = Change.objects.filter(
            run=self.run, subject=LegacyAddress._meta.label_lower, object_id__in=keys
        )
        return set(done.values_list("object_id", flat=True))

    def _conflict(self, line: Redirect, row: LegacyAddress) -> None:
        line.outcome = Outcome.CONFLICT
        leads = "is gone for good" if row.is_gone else f"leads to {_written(Destination.of(row))}"
        line.problem = f"{leads} already, which stays; this line says otherwise"
        line.remedy = (
            "Take one of the two out of the list"
            if self.replace
            else "Change it in the admin, or use --replace"
        )

    def _resolve(self, batch: list[Redirect]) -> None:
        """Give each line its destination, or say why it has none."""
        lines = [line for line in batch if not line.problem]
        asked = {line.row: path_of(line.address).partition("?")[0] or "/" for line in lines}
        ours = whereabouts.find_all(set(asked.values()))
        found = destinations_of({line.new for line in lines if line.new})
        waiting: list[Redirect] = []
        for line in lines:
            page = ours.get(asked[line.row])
            to = found[line.new] if line.new else GONE
            if problem := why_ours_wins(line.address, page):
                if to == Destination.page(page):
                    line.outcome = Outcome.UNCHANGED
                else:
                    line.reject(problem[0].lower() + problem[1:].rstrip("."), "Take the line out of the list")
            elif isinstance(to, Destination):
                line.destination = to
            else:
                line.reject(f"was left out: {to}")
                waiting.append(line)
        if waiting:
            self._follow(waiting)

    def _follow(self, waiting: list[Redirect]) -> None:
        """Follow lines that lead to old addresses of the lists, step by step, to a page or to nothing."""
        trails = {line.row: ({line.key}, line.new) for line in waiting}
        lines = {line.row: line for line in waiting}
        for _ in range(MOST_STEPS):
            next_new = self.lists.leads({new for _, new in trails.values()})
            onward: dict[int, tuple[set[str], str]] = {}
            found = destinations_of({new for news in next_new.values() for _, new in news if new})
            for row, (seen, new) in trails.items():
                candidates = next_new.get(new, [])
                ends = [found[one] if one else GONE for _, one in candidates]
                end = next((one for one in ends if isinstance(one, Destination)), None)
                if end is not None:
                    lines[row].problem = lines[row].remedy = ""
                    lines[row].destination = end
                elif any(key in seen for key, _ in candidates):
                    lines[row].reject(
                        "leads in a circle back to itself", "Let one line of the circle lead to a page"
                    )
                elif candidates:
                    key, onto = candidates[0]
                    onward[row] = ({*seen, key}, onto)
            trails = onward
            if not trails:
                return


def _written(destination: Destination) -> str:
    if destination.work is None:
        return destination.path
    return Article.objects.only("path").get(pk=destination.work).get_absolute_url()
