"""What a file of rooms, desks and machines would make of a place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from cantine.kernel import Refusal, folded, slug_of
from cantine.web.rules.cells import whole_in
from cantine.web.rules.columns import Line, columns_of
from cantine.web.rules.csv_file import Table
from cantine.web.rules.plan import Draft, Plan, Status

LAYOUTS = ("theatre", "u", "classroom", "cocktail")
SYNONYMS = {
    "salle de reunion": "room", "salle": "room", "meeting room": "room", "conference room": "room", "room": "room",
    "poste": "desk", "postes": "desk", "bureau partage": "desk", "hot desk": "desk", "dedicated desk": "desk",
    "desk": "desk", "coworking": "desk", "bureau": "office", "bureau ferme": "office", "private office": "office",
    "office": "office", "cabine": "phone-box", "phone booth": "phone-box", "phone box": "phone-box",
    "machine": "machine", "casier": "locker", "locker": "locker", "storage": "locker", "espace": "area",
    "event space": "area", "parcelle": "plot",
}  # fmt: skip
ASIDE = ("description", "accessibility", "capacity", "shortest_minutes", "longest_minutes")


@dataclass(frozen=True, kw_only=True)
class ResourceWish:
    """``seats`` is set for a pool of interchangeable seats; ``fields`` are the columns that the file gives."""

    name: str
    kind: str = "room"
    space: str = ""
    seats: int | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    layouts: Mapping[str, int] = field(default_factory=dict)
    equipment: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        return slug_of(self.name)


@dataclass(frozen=True, kw_only=True)
class KnownResource:
    """Something bookable that the place has."""

    resource_id: int
    seats: int | None
    fields: Mapping[str, object]


def plan_resources(
    table: Table, *, mapping: str, known: Mapping[str, KnownResource], kinds: Mapping[str, str]
) -> Plan[ResourceWish]:
    """``known`` by slug; ``kinds`` gives the code of each kind by its folded names. Refusals: those of the file."""
    columns = columns_of(table, kind="resources", mapping=mapping)
    draft: Draft[ResourceWish] = Draft()
    seen: dict[str, int] = {}
    for row in table.rows():
        line = Line(row, columns)
        wish = _read(line, kinds)
        if wish.slug in seen:
            line.refuse("name", Refusal("line.twice", {"line": seen[wish.slug]}))
        found = known.get(wish.slug)
        if found is not None and bool(found.seats) != bool(wish.seats) and line.text("seats"):
            line.refuse("seats", Refusal("cell.room_and_pool"))
        if line.wrong:
            draft.refuse(line.wrong)
            continue
        seen[wish.slug] = row.line
        draft.add(row.line, _status(wish, found), wish, line.said("name", "kind", "space", "seats", "capacity"))
    return draft.done(unread=columns.unread, encoding=table.encoding)


def differences(wish: ResourceWish, found: KnownResource) -> dict[str, object]:
    """The columns that the file gives otherwise than the place has them."""
    asked = {**wish.fields, **({"seats": wish.seats} if wish.seats else {})}
    has = {**found.fields, "seats": found.seats}
    return {name: value for name, value in asked.items() if has.get(name) != value}


def _status(wish: ResourceWish, found: KnownResource | None) -> Status:
    if found is None:
        return Status.NEW
    return Status.CHANGED if differences(wish, found) else Status.KNOWN


def _read(line: Line, kinds: Mapping[str, str]) -> ResourceWish:
    name = line.text("name", most=80)
    if not slug_of(name):
        line.refuse("name", Refusal("cell.missing"))
    whole = partial(whole_in, least=1)
    seats = line.value("seats", whole)
    counts = {each: line.value(each, whole) for each in ("capacity", "shortest_minutes", "longest_minutes")}
    if counts["shortest_minutes"] and (counts["longest_minutes"] or 10**6) < counts["shortest_minutes"]:
        line.refuse("longest_minutes", Refusal("cell.reversed"))
    words = {each: line.text(each, most=5000, multiline=True) for each in ("description", "accessibility")}
    layouts = {each: line.value(each, whole) for each in LAYOUTS}
    return ResourceWish(
        name=name,
        kind=_kind(line, kinds, pool=(seats or 1) > 1),
        space=line.text("space", most=80),
        seats=seats if (seats or 1) > 1 else None,
        fields={name: value for name, value in {**words, **counts}.items() if value},
        layouts={name: people for name, people in layouts.items() if people},
        equipment=_listed(line.text("equipment")),
    )


def _kind(line: Line, kinds: Mapping[str, str], *, pool: bool) -> str:
    word = folded(line.text("kind"))
    if not word:
        return "desk" if pool else "room"
    code = kinds.get(word) or SYNONYMS.get(word, "")
    if code not in kinds.values():
        line.refuse("kind", Refusal("cell.kind", {"kinds": tuple(sorted(set(kinds.values())))}))
    return code


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip()[:80] for part in re.split(r"[|;,]", text) if part.strip()))
