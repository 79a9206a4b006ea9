"""Writes that cross domains: a place's data brought in from a file."""

from cantine.web.commands.rows import import_rows

__all__ = ["import_rows"]
