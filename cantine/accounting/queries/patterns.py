"""What an entry may begin from: the accounts of a chart and the patterns that were kept, in one statement."""

from dataclasses import dataclass
from uuid import UUID

from cantine.accounting.rules import HandLine, JournalKind, Role, Slot
from cantine.core import sql

_DESK = """
SELECT (SELECT coalesce(json_agg(json_build_array(a.number, a.name) ORDER BY a.number), '[]') FROM accounting_account a
   WHERE a.entity_id = %(entity)s),
  (SELECT coalesce(json_agg(json_build_array(g.role, g.variant, a.number)), '[]') FROM accounting_assignment g
   JOIN accounting_account a ON a.id = g.account_id WHERE g.entity_id = %(entity)s),
  (SELECT coalesce(json_agg(json_build_array(t.uuid, t.name, t.journal, t.piece, t.lines) ORDER BY t.name), '[]')
   FROM accounting_entrypattern t WHERE t.entity_id = %(entity)s)
"""


@dataclass(frozen=True)
class Pattern:
    """Lines to begin from, under their name."""

    uuid: UUID
    name: str
    journal: JournalKind
    piece: str
    lines: tuple[HandLine, ...]


@dataclass(frozen=True)
class WritingDesk:
    """What lies before who enters by hand: accounts by number with their name, which one each role has, what was kept."""

    accounts: dict[str, str]
    slots: dict[Slot, str]
    patterns: list[Pattern]


def writing_desk_of(entity_id: int) -> WritingDesk:
    found = sql.row(_DESK, {"entity": entity_id})
    assert found is not None
    accounts, slots, patterns = found
    return WritingDesk(
        dict(accounts),
        {(Role(role), variant): number for role, variant, number in slots},
        [
            Pattern(UUID(uuid), name, JournalKind(journal), piece, tuple(HandLine(*line) for line in lines))
            for uuid, name, journal, piece, lines in patterns
        ],
    )
