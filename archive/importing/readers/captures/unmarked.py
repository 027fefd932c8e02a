"""The end of the body in captures that lost the headings below it.

Biographies and teasers stand there as plain paragraphs. They are told from the body by the names of the
authors, by the teaser that stood above the data layer, by signatures, and by rows of teasers with the
names of others.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from archive.importing.readers.captures import people
from archive.importing.readers.captures.about import Byline
from archive.importing.readers.captures.lines import LINK_ALONE, Line, printed

_SHORT = 420
_LONG_TEASER = 40
_MOST_BELOW = 20
_FIRST_OF_POSITION = re.compile(r"(?i)(?:former|senior|nonresident|director|fellow|vice)\b")


def end_of_body(
    body: list[Line], byline: Byline, *, has_layer: bool, flat: bool, teasers: Collection[str]
) -> int:
    """Return the index behind the last line of the body; `teasers` are keys of lines from above."""
    cuts = [_known_teaser(body, teasers), _linked_teasers(body)]
    if has_layer:
        cuts.append(_biographies(body, byline, flat=flat))
    if has_layer and flat:
        cuts.append(_pairs(body, byline, known=bool(teasers)))
    if flat and not has_layer:
        cuts.append(_signature(body, byline))
    return min((cut for cut in cuts if cut), default=len(body))


def _known_teaser(body: list[Line], teasers: Collection[str]) -> int | None:
    for index, line in enumerate(body):
        if index and len(line.words) > _LONG_TEASER and line.key in teasers:
            return index
    return None


def _linked_teasers(body: list[Line]) -> int | None:
    """Return where, in Markdown, a row of teasers begins: a line that is one link, then names."""
    end, shown = len(body), [index for index, line in enumerate(body) if not line.blank]
    while len(shown) >= 3:
        names = people.split_names(body[shown[-1]].words)
        linked = LINK_ALONE.fullmatch(body[shown[-2]].text)
        if not linked or not names or not all(people.is_name(name) for name in names):
            break
        end, shown = shown[-2], shown[:-2]
    return end if end < len(body) else None


def _biographies(body: list[Line], byline: Byline, *, flat: bool) -> int | None:
    """Return where the first author's name, or a position with a biography under it, stands alone."""
    if not byline.names:
        return None
    shown = [index for index, line in enumerate(body) if not line.blank]
    lines = [body[index] for index in shown]
    for place in range(max(1, len(shown) - _MOST_BELOW), len(shown)):
        line, after = lines[place], lines[place + 1 : place + 2]
        if line.key in byline.keys:
            once = not any(other.key == line.key for other in lines[:place])
            twice = sum(other.key == line.key for other in lines[place:]) <= 2
            if once and twice and (flat or not after or not after[0].sentence):
                return shown[place]
        elif after and _is_nameless(line) and byline.speaks(after[0]):
            return shown[place]
    return None


def _is_nameless(line: Line) -> bool:
    """Say whether a line is a position whose bearer's name was lost above it."""
    if not people.is_position(line.words) or len(line.words) >= _SHORT or not line.words[0].isalpha():
        return False
    return "," in line.words or bool(_FIRST_OF_POSITION.match(line.words))


def _pairs(body: list[Line], byline: Byline, *, known: bool) -> int | None:
    """Return where a row of teasers begins, each a sentence and the names of other authors."""
    end, pairs = len(body), 0
    while end >= 3:
        names, deck = body[end - 1], body[end - 2]
        if not byline.signed(names) or names.key in byline.keys:
            break
        if deck.blank or len(deck.words) > _SHORT or not deck.sentence:
            break
        end, pairs = end - 2, pairs + 1
    return end if pairs >= 2 or (pairs == 1 and known) else None


def _signature(body: list[Line], byline: Byline) -> int | None:
    """Return the line behind a signature: in a page without data layer, only teasers follow it.

    A first line of names that is followed by speech opens a transcript, and is none.
    """
    for index, line in enumerate(body):
        names = byline.signed(line)
        if not names:
            continue
        rest = printed(body[index + 1 :])
        known = any(name in byline.names for name in names)
        if index < 2 or not (known or (len(rest) >= 2 and not byline.names)):
            return None
        teasers = all(len(other.words) <= _SHORT and other.sentence for other in rest)
        return index + 1 if teasers and len(rest) <= _MOST_BELOW else None
    return None
