"""Who may do what here, in plain words, straight from the predicates."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cantine.core.authorization import domain_name, name_of
from cantine.places.permissions import COLUMNS, ROLE_NAMES, ROLES, matrix
from cantine.places.policies import PlaceRequest

FIRST = "place booking"  # the rest follows by code


@dataclass(frozen=True)
class Row:
    """``cells`` hold ``yes``, ``own`` (for oneself only) or nothing, in the order of the columns."""

    name: str
    cells: tuple[str, ...]


def show(request: PlaceRequest) -> HttpResponse:
    """Actions by domain; columns from the street to the manager."""
    columns = [_("anybody"), _("with an account"), *(str(ROLE_NAMES[role]) for role in reversed(ROLES))]
    groups: dict[str, list[Row]] = {}
    for line in matrix():
        held = dict(zip(COLUMNS, line.held, strict=True))
        if not any(held[column] for column in ("anyone", "signed in", "oneself", *ROLES)):
            continue
        cells = tuple(_cell(held, column) for column in ("anyone", "signed in", *reversed(ROLES)))
        groups.setdefault(line.action.partition(".")[0], []).append(Row(name_of(line.action), cells))
    named: dict[str, list[Row]] = {}
    for code in sorted(groups, key=lambda code: (code not in FIRST, FIRST.find(code), code)):
        named.setdefault(domain_name(code), []).extend(groups[code])
    return render(request, "places/matrix.html", {"columns": columns, "groups": list(named.items())})


def _cell(held: dict[str, bool], column: str) -> str:
    """``own``: somebody with an account and no role may, on what is theirs; so may everybody above."""
    if held[column]:
        return "yes"
    return "own" if held["oneself"] and column != "anyone" else ""
