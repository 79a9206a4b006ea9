"""Everything of one place as rows without keys, and back. The tables are enumerated from the models: a new one is in
the archive from the day it exists, or it says here why it is not. No domain is known by name."""

from cantine.core.archive.box import Box, Member, Packed, opened, packed
from cantine.core.archive.dump import Dump, dump_place
from cantine.core.archive.load import Load, load_place
from cantine.core.archive.tables import archived_tables, left_out

__all__ = [
    "Box",
    "Dump",
    "Load",
    "Member",
    "Packed",
    "archived_tables",
    "dump_place",
    "left_out",
    "load_place",
    "opened",
    "packed",
]
