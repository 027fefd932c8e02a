"""Names that are no person's: institutes, ministries, editorial teams, in the interface's languages."""

from __future__ import annotations

import re

_WORDS = """
    institute institut institution center centre council conseil foundation fondation program programme
    project committee comité commission ministry ministère university université agency agence association
    secretariat consortium coalition initiative network observatory observatoire department département
    taskforce staff editors editorial rédaction team équipe authors contributors
    институт центр фонд совет комитет комиссия министерство университет агентство ассоциация редакция
    программа
    معهد مركز مؤسسة مجلس لجنة وزارة جامعة وكالة جمعية برنامج مبادرة فريق هيئة
    المعهد المركز المؤسسة المجلس اللجنة الوزارة الجامعة
""".split()
_WESTERN = re.compile(rf"(?<!\w)(?:{'|'.join(_WORDS)})(?!\w)", re.IGNORECASE)
_CHINESE = re.compile(
    "(?:研究所|研究院|中心|基金会|基金會|大学|大學|委员会|委員會|编辑部|編輯部|协会|协會|学会|學會)$"
)


def is_body(name: str) -> bool:
    """Say whether a name is that of a body rather than a person: "Aldermoor Institute", "معهد الميناء".

    By a word that no person is called; a name without one is taken for a person's.
    """
    return bool(_WESTERN.search(name) or _CHINESE.search(name))
