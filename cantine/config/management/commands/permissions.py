"""``cantine permissions``: the matrix action × role, as the code answers it."""

from cantine.config.reference import PageCommand, table
from cantine.places.permissions import COLUMNS, matrix

HEAD = """# Permissions

Who may do what, written by `manage.py permissions --write` from the predicates themselves. *Oneself* is a person
without any role, on a row of their own; *signed in* is the same person on somebody else's. The level is what an API
token must have been given to do the action in its person's name.
"""


class Command(PageCommand):
    help = "Print the matrix of actions and roles."
    page = "permissions.md"

    def text(self) -> str:
        rows = [[f"`{row.action}`", row.level, *("●" if held else "" for held in row.held)] for row in matrix()]
        return HEAD + "\n" + table(["Action", "Level", *COLUMNS], rows)
