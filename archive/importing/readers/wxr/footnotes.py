"""Footnotes of every plug-in, made into one list at the end, with references and back links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BLOCK = re.compile(r"</?(?:p|div|ul|ol|table|blockquote)\b", re.IGNORECASE)
_DOUBLE = re.compile(r"\(\(|\)\)|[()]|\n[ \t]*\n|<(?:p|div|h[1-6]|li|pre|code|br)\b", re.IGNORECASE)
LONGEST = 5_000
SHORTEST = 8


@dataclass(slots=True)
class Notes:
    """The notes of one text in the order of their references."""

    texts: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def refer(self, text: str, key: str = "") -> str:
        """Return the reference to a new note; to an old one where `key` has been referred to before."""
        number = self.numbers.get(key, 0) if key else 0
        if number:
            return f'<sup class="fnref"><a href="#fn{number}">{number}</a></sup>'
        self.texts.append(text.strip())
        number = len(self.texts)
        if key:
            self.numbers[key] = number
        return f'<sup class="fnref"><a href="#fn{number}" id="fnref{number}">{number}</a></sup>'

    def section(self) -> str:
        """Return the list of all notes, "" for none."""
        if not self.texts:
            return ""
        items = []
        for number, text in enumerate(self.texts, 1):
            back = f' <a class="fn-back" href="#fnref{number}">\u21a9</a>'
            if _BLOCK.search(text):
                head, end, tail = text.rpartition("</p>")
                text = f"{head}{back}{end}{tail}" if end and not tail.strip() else text + back
            else:
                text += back
            items.append(f'<li id="fn{number}">{text}</li>')
        return f'\n<section class="footnotes"><ol>\n{"\n".join(items)}\n</ol></section>'


def double_brackets(text: str, start: int) -> int:
    """Return where a note in double brackets that begins at `start` ends, -1 where it is none.

    "((See the annual report.))" is a note; "f((a+b)*(c))" and a bracket within a bracket are not.
    """
    if text[max(start - 1, 0) : start] in ("(", "["):
        return -1
    depth = 0
    at = start + 2
    while found := _DOUBLE.search(text, at, start + LONGEST):
        mark = found[0]
        if mark == "))" and depth == 0:
            inside = text[start + 2 : found.start()].strip()
            follows = text[found.end() : found.end() + 1]
            good = len(inside) >= SHORTEST and (" " in inside or "http" in inside) and follows != ")"
            return found.end() if good else -1
        if mark == "((" or mark[0] in "\n<":
            return -1
        if mark == "))":
            depth -= 1
            at = found.start() + 1
            continue
        depth += 1 if mark == "(" else -1
        if depth < 0:
            return -1
        at = found.end()
    return -1
