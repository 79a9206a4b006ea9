"""The chart of accounts: adding an account, and giving a role another one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from cantine.accounting import commands, queries
from cantine.accounting.commands.wording import account_words, slot_words
from cantine.accounting.forms import AccountForm, RoleForm, attempt
from cantine.accounting.views.common import Books, books_of, done, said, show
from cantine.places.policies import PlaceRequest


def chart(request: PlaceRequest) -> HttpResponse:
    """Every account, by number."""
    at = _books(request)
    form = AccountForm(request.POST or None)

    def add(read: AccountForm) -> None:
        commands.set_account(**said(request), entity=at.entity.uuid, **read.cleaned_data)

    if request.method == "POST" and attempt(form, add):
        return done(request, _("The account is in the chart."), "accounting:chart", query=at.query)
    accounts = [
        (each.number, *account_words(each.number, each.name, at.entity.nature))
        for each in queries.accounts_of(at.entity.id)
    ]
    context: dict[str, Any] = {"books": at, "accounts": accounts, "form": form}
    return show(request, "accounting/chart.html", context, status=422 if form.errors else 200)


def roles(request: PlaceRequest) -> HttpResponse:
    """Which account each thing that the place does is entered on."""
    at = _books(request)
    accounts = queries.accounts_of(at.entity.id)
    held = queries.roles_among(accounts)
    words = {slot: slot_words(*slot) for slot in held}
    names = [(each.number, account_words(each.number, each.name, at.entity.nature)[0]) for each in accounts]
    form = RoleForm(request.POST or None, slots=words, accounts=names)

    def assign(read: RoleForm) -> None:
        role, variant = read.slot
        commands.assign_account(
            **said(request), entity=at.entity.uuid, role=role, variant=variant, number=read.cleaned_data["number"]
        )

    if request.method == "POST" and attempt(form, assign):
        return done(request, _("It holds from the next entry on."), "accounting:roles", query=at.query)
    lines = sorted(
        (account.number, *account_words(account.number, account.name, at.entity.nature), words[slot])
        for slot, account in held.items()
    )
    context: dict[str, Any] = {"books": at, "lines": lines, "form": form}
    return show(request, "accounting/roles.html", context, status=422 if form.errors else 200)


def _books(request: PlaceRequest) -> Books:
    found = books_of(request)
    if found is None:
        raise Http404
    return found
