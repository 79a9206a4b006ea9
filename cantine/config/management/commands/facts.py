"""``cantine facts``: every fact, what it holds, and who reacts to it."""

import dataclasses
from itertools import groupby

from cantine.config.reference import PageCommand, first_paragraph, table
from cantine.core.facts import Fact, all_facts, reactions_to

HEAD = """# Facts

What the program records in its Journal, written by `manage.py facts --write`. Every fact also holds its
`organisation_id` and `place_id`. A fact holds ids and values that name nobody; who acted is beside it, and is dropped
at the end of retention.
"""
COMMON = {"organisation_id", "place_id"}


class Command(PageCommand):
    help = "Print every fact with its reactions."
    page = "facts.md"

    def text(self) -> str:
        """Facts of tests are left out, and bases that only hold what their facts share."""
        ours = {
            name: fact
            for name, fact in all_facts().items()
            if fact.__module__.split(".")[2] == "facts" and not fact.__subclasses__()
        }
        domains = groupby(ours.items(), key=lambda item: item[0].partition(".")[0])
        return "\n".join([HEAD, *(_section(domain, dict(facts)) for domain, facts in domains)])


def _section(domain: str, facts: dict[str, type[Fact]]) -> str:
    rows = [_row(name, fact) for name, fact in facts.items()]
    return f"## {domain}\n\n" + table(["Fact", "Meaning", "Holds", "Reactions"], rows)


def _row(name: str, fact: type[Fact]) -> list[str]:
    held = ", ".join(f"`{field.name}`" for field in dataclasses.fields(fact) if field.name not in COMMON)
    reactions = ", ".join(f"`{reaction.removeprefix('cantine.')}`" for reaction in sorted(reactions_to(name)))
    return [f"`{name.partition('.')[2]}`", first_paragraph(fact.__doc__), held or "–", reactions or "–"]
