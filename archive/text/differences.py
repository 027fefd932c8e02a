"""What tells two texts apart, made to be read: words for lines of text, blocks for HTML.

Nothing here trusts: text is escaped, and HTML has to be clean before it comes.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

import lxml.html
from lxml.html import diff as lxml_diff

LONGEST = 6000
"""Words, or words of a block, that are still compared one by one."""
AROUND = 1
"""Blocks shown before and after a difference."""
ALIKE = 0.35
SCATTERED = 0.25
"""How much two texts must have in common to be shown as one."""

AROUND_BLOCKS = re.compile(
    r" ?(</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|colgroup|col|thead|tbody|tfoot|tr|th|td|figure"
    r"|figcaption|blockquote|section|aside|details|summary|hr|br)\b[^>]*>) ?"
)
"""Tags around which blanks mean nothing: whoever writes the HTML sets them as they like."""

Piece = tuple[str, str]
"""A kind (“same”, “gone” or “new”) and a text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a compared body: HTML to be shown.

    `kind` is “same”, “gone”, “new”, “changed” (with `<ins>` and `<del>`), “marked” (the words are the same,
    how they are set is not) or “skipped” (`number` blocks that both have and nobody needs to read).
    """

    kind: str
    html: str = ""
    number: int = 0


def steps[T: Hashable](old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[str, Sequence[T], Sequence[T]]]:
    """Yield the runs of which two sequences are made: whether both have them, and what each has."""
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > LONGEST)
    for kind, start, end, first, last in matcher.get_opcodes():
        yield kind, old[start:end], new[first:last]


def words(old: str, new: str) -> list[Piece]:
    """Return both texts in one, in pieces that both have, that are gone, and that are new."""
    former, latter = re.findall(r"\s+|[^\s]+", old), re.findall(r"\s+|[^\s]+", new)
    if len(former) + len(latter) > LONGEST:
        return [("same", old)] if old == new else [("gone", old), ("new", new)]
    if old.strip() and new.strip() and likeness(escape(old), escape(new)) < SCATTERED:
        return [("gone", old), ("new", new)]
    found: list[Piece] = []
    for kind, gone, added in steps(former, latter):
        if kind == "equal":
            text = "".join(gone)
            if text.isspace() and len(found) > 1 and found[-1][0] != "same":  # a blank parts no change
                found[-2:] = _joined(found[-2:], text)
            else:
                found.append(("same", text))
            continue
        for name, some in (("gone", gone), ("new", added)):
            if some:
                _append(found, name, "".join(some))
    return [piece for piece in found if piece[1]]


def _append(found: list[Piece], kind: str, text: str) -> None:
    for place in (-1, -2):
        if len(found) >= -place and found[place][0] == kind and "same" not in {k for k, _t in found[place:]}:
            found[place] = (kind, found[place][1] + text)
            return
    found.append((kind, text))


def _joined(pieces: list[Piece], blank: str) -> list[Piece]:
    if pieces[0][0] == "gone" and pieces[1][0] == "new":
        return [(kind, text + blank) for kind, text in pieces]
    return [*pieces, ("same", blank)]


def blocks(old: str, new: str) -> list[Block]:
    """Return what tells two bodies of clean HTML apart, block by block, in the order of the new one."""
    former, latter = split(old), split(new)
    found: list[Block] = []
    for kind, gone, added in steps(former, latter):
        if kind == "equal":
            found += [Block("same", html) for html in gone]
        else:
            found += _changed(list(gone), list(added))
    return list(_told(found))


def split(html: str) -> tuple[str, ...]:
    """Return the outermost blocks of a body; words that stand in none are one each."""
    if not html.strip():
        return ()
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    found = [escape(root.text.strip())] if root.text and root.text.strip() else []
    for child in root:
        tail, child.tail = child.tail, None
        found.append(lxml.html.tostring(child, encoding="unicode"))
        if tail and tail.strip():
            found.append(escape(tail.strip()))
    return tuple(AROUND_BLOCKS.sub(r"\1", re.sub(r"\s+", " ", one)).strip() for one in found)


def woven(opened: str, one: str, other: str) -> str | None:
    """Return the body with two changes of what both had opened; None where they touch the same blocks."""
    base, found, place = split(opened), [], 0
    edits = sorted(
        ((start, end, text) for changed in (one, other) for start, end, text in _edits(base, split(changed))),
        key=lambda edit: edit[:2],
    )
    last: tuple[int, int, tuple[str, ...]] | None = None
    for start, end, text in edits:
        if (start, end, text) == last:
            continue
        if last and (start < last[1] or start == last[0]):
            return None
        found += [*base[place:start], *text]
        place, last = end, (start, end, text)
    return "\n".join([*found, *base[place:]])


def _edits(base: tuple[str, ...], changed: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the blocks that were replaced, by their places in the first, and what stands there now."""
    for kind, start, end, first, last in SequenceMatcher(None, base, changed, autojunk=False).get_opcodes():
        if kind != "equal":
            yield start, end, changed[first:last]


def _changed(gone: list[str], added: list[str]) -> Iterator[Block]:
    """Yield blocks that were replaced: those alike as one with its differences, the others whole."""
    for html in added:
        partner = max(gone, key=lambda other: likeness(other, html), default=None)
        if partner is None or likeness(partner, html) < ALIKE:
            yield Block("new", html)
            continue
        before = gone.index(partner)
        yield from (Block("gone", one) for one in gone[:before])
        del gone[: before + 1]
        yield together(partner, html)
    yield from (Block("gone", one) for one in gone)


def likeness(old: str, new: str) -> float:
    """Return how much two blocks have in common: 0 nothing or another picture, 1 every word."""
    if re.findall(r'\bsrc="[^"]*"', old) != re.findall(r'\bsrc="[^"]*"', new):
        return 0.0
    former, latter = plain(old).split(), plain(new).split()
    if not (former or latter):
        return 1.0
    if len(former) + len(latter) > LONGEST:
        return float(former[:50] == latter[:50])
    common = set(former) & set(latter)
    return 2 * len(common) / (len(set(former)) + len(set(latter)))


def together(old: str, new: str) -> Block:
    """Return two blocks as one, what is gone in `<del>` and what is new in `<ins>`."""
    if plain(old) == plain(new):
        return Block("marked", new)
    if len(old) + len(new) > LONGEST * 10:
        return Block("changed", f"<del>{old}</del><ins>{new}</ins>")
    return Block("changed", lxml_diff.htmldiff(old, new))


def plain(html: str) -> str:
    """Return the words of a block."""
    return " ".join(lxml.html.fragment_fromstring(html, create_parent="div").text_content().split())


def _told(found: list[Block]) -> Iterator[Block]:
    """Leave out blocks that both have, but for those around a difference."""
    shown = {
        near
        for place, block in enumerate(found)
        if block.kind != "same"
        for near in range(place - AROUND, place + AROUND + 1)
    }
    skipped = 0
    for place, block in enumerate(found):
        if place not in shown:
            skipped += 1
            continue
        if skipped:
            yield Block("skipped", number=skipped)
            skipped = 0
        yield block
    if skipped:
        yield Block("skipped", number=skipped)
