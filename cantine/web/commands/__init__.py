"""Writes that cross domains: a place's data brought in from a file or an archive, and taken out."""

from cantine.web.commands.archive import export_place, import_place
from cantine.web.commands.export_letters import tell_of_export
from cantine.web.commands.rows import Brought, import_rows
from cantine.web.commands.takeover import straighten, take_over

__all__ = [
    "Brought",
    "export_place",
    "import_place",
    "import_rows",
    "straighten",
    "take_over",
    "tell_of_export",
]
