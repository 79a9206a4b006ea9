"""Entering by hand: the sheet, what it may begin from, and what is kept for another time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cantine.accounting import commands, queries, rules
from cantine.accounting.commands.wording import USUAL_NAMES, account_words
from cantine.accounting.forms import HandForm, attempt, typed_lines
from cantine.accounting.forms.byhand import MORE, rows_of
from cantine.accounting.queries import WritingDesk
from cantine.accounting.rules import HandLine, JournalKind
from cantine.accounting.views.common import Books, books_of, done, refused, said, show
from cantine.core import clock
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.ui import formats

PATTERN, ACT = "modele", "act"


def write(request: PlaceRequest) -> HttpResponse:
    """GET shows a sheet, empty or begun from a pattern; POST enters it, keeps it, counts it or gives it more lines."""
    at = books_of(request)
    if at is None:
        return show(request, "accounting/nobody.html", {})
    desk = queries.writing_desk_of(at.entity.id)
    act = request.POST.get(ACT, "enter")
    if request.method != "POST":
        return _shown(request, at, desk, HandForm(initial=_begun(request, at, desk)))
    if act in {"more", "count"}:
        return _shown(request, at, desk, HandForm(initial=_again(request, more=act == "more")))
    form = HandForm(request.POST, initial={}, names=_names(at, desk))
    if act == "keep":
        return _kept(request, at, desk, form)
    made: list[UUID] = []

    def enter(read: HandForm) -> None:
        told = {name: read.cleaned_data[name] for name in ("key", "journal", "day", "label", "piece")}
        made.append(commands.enter_by_hand(**said(request), entity=at.entity.uuid, lines=read.lines, **told))

    if attempt(form, enter):
        return done(request, _("The entry is in the books."), "accounting:entry", made[0])
    return _shown(request, at, desk, form, status=422)


def _kept(request: PlaceRequest, at: Books, desk: WritingDesk, form: HandForm) -> HttpResponse:
    """Under the label that it has; the sheet stays as it is."""

    def keep(read: HandForm) -> None:
        told = {"journal": read.cleaned_data["journal"], "piece": read.cleaned_data["piece"]}
        name = read.cleaned_data["label"]
        commands.keep_pattern(**said(request), entity=at.entity.uuid, name=name, lines=read.lines, **told)

    if attempt(form, keep):
        words = _("“%(name)s” is kept: begin from it next time.") % {"name": form.cleaned_data["label"]}
        return done(request, words, "accounting:write", query=at.query)
    return _shown(request, at, desk, form, status=422)


@require_POST
def drop(request: PlaceRequest, *, pattern: UUID) -> HttpResponse:
    """What was entered from it stands."""
    try:
        commands.drop_pattern(**said(request), pattern=pattern)
    except Refused as why:
        return refused(request, why, "accounting:write")
    return done(request, _("It is kept no more; what was entered from it stands."), "accounting:write")


def _again(request: PlaceRequest, *, more: bool) -> dict[str, Any]:
    """The sheet as it was typed, nothing judged yet."""
    typed = {name: str(value) for name, value in request.POST.items()}
    return typed | {"rows": rows_of(typed) + (MORE if more else 0)}


def _begun(request: PlaceRequest, at: Books, desk: WritingDesk) -> dict[str, Any]:
    """Of a pattern that was kept, of one that every house has, or nothing but the day."""
    asked, head = request.GET.get(PATTERN, ""), {"day": request.place.today(clock.now()), "journal": JournalKind.MISC}
    names = _names(at, desk)
    found = next((each for each in desk.patterns if str(each.uuid) == asked), None)
    if found is not None:
        known = {"journal": found.journal, "label": found.name, "piece": found.piece}
        return head | known | typed_lines(found.lines, names)
    if asked in rules.USUAL:
        numbers = [desk.slots.get(slot) or desk.slots.get((slot[0], "")) or "" for slot, _side in rules.USUAL[asked]]
        return head | {"label": USUAL_NAMES[asked]} | typed_lines([HandLine(number) for number in numbers], names)
    return head


def _names(at: Books, desk: WritingDesk) -> dict[str, str]:
    """By number, in the reader's language."""
    return {number: account_words(number, name, at.entity.nature)[0] for number, name in desk.accounts.items()}


def _shown(request: PlaceRequest, at: Books, desk: WritingDesk, form: HandForm, status: int = 200) -> HttpResponse:
    debit, credit = form.sums
    here = reverse("accounting:write", args=[request.place.slug]) + at.query
    context = {
        "books": at, "form": form, "sums": {"debit": formats.money(debit), "credit": formats.money(credit)},
        "gap": formats.money(abs(debit - credit)) if debit != credit else "", "balanced": bool(debit) and debit == credit,
        "accounts": list(_names(at, desk).items()),
        "usual": [(f"{here}&{PATTERN}={code}", words) for code, words in USUAL_NAMES.items()],
        "patterns": [(each.uuid, each.name, f"{here}&{PATTERN}={each.uuid}") for each in desk.patterns],
    }  # fmt: skip
    return show(request, "accounting/write.html", context, status=status)
