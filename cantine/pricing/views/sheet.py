"""The price list as a sheet, and what a line of it has besides."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.people import queries as people
from cantine.places.policies import PlaceRequest
from cantine.pricing import commands, queries
from cantine.pricing.commands.wording import UNIT_NAMES, named
from cantine.pricing.forms import LineForm, SheetForm, StartForm, attempt, line_code, line_of
from cantine.pricing.forms.sheet import Line, row_id, thing_name
from cantine.pricing.queries import ThingName
from cantine.pricing.rules import ANYTHING, Scope, Unit, VatKind
from cantine.pricing.views.common import done, go, publish_now, said, show, version_of

NEW = "ligne"
Choice = tuple[str, str]


def sheet(request: PlaceRequest) -> HttpResponse:
    """Every price of a version, to be filled like a sheet; ``?ligne=resource:salle-rouge:hour`` adds a line to fill, and so
    does saving with the name of one. Publishing from here saves what is typed first."""
    version = version_of(request)
    if version is None:
        return _start(request)
    names = queries.priceable_things(request.place)
    added = [line for code in request.GET.getlist(NEW) if (line := line_of(code)) is not None]
    if not version.grid.rates and not added:
        added = [(ANYTHING, unit) for unit in (Unit.HOUR, Unit.HALF_DAY, Unit.DAY)]
    form = SheetForm(request.POST or None, grid=version.grid, names=names, added=added)

    def write(read: SheetForm) -> None:
        commands.set_prices(**said(request), price_list=version.uuid, prices=read.prices)

    if request.method == "POST" and attempt(form, write):
        wanted = f"{request.POST.get('thing', '')}:{request.POST.get('unit', '')}"
        if "add" in request.POST and line_of(wanted) is not None:
            messages.success(request, _("The prices are saved, and the line is added: write its prices."))
            return go(request, "pricing:sheet", version.uuid, at=row_id(wanted), **{NEW: wanted})
        if "publish" in request.POST:
            return publish_now(request, version.uuid)
        return done(request, _("The prices are saved."), "pricing:sheet", version.uuid)
    context = {
        "form": form,
        "version": version,
        "sheet": True,
        "categories": [named(each.name_fr, each.name_en) for each in version.grid.categories],
        "things": _groups(names),
        "units": [(unit.value, name) for unit, name in UNIT_NAMES.items()],
    }
    return show(request, "pricing/sheet.html", context, status=422 if form.errors else 200)


def line(request: PlaceRequest) -> HttpResponse:
    """Minimum, steps and prices of periods of one line: the first one unless the address says which."""
    version = version_of(request)
    first = next((line_code((rate.thing, rate.unit)) for rate in version.grid.rates), "") if version else ""
    wanted = line_of(request.GET.get(NEW, first))
    names = {name.thing: name for name in queries.priceable_things(request.place)}
    if version is None or wanted is None or wanted[0] not in names:
        raise Http404
    form = LineForm(request.POST or None, grid=version.grid, line=wanted)

    def write(read: LineForm) -> None:
        for rate in read.new_rates:
            commands.set_rate(**said(request), price_list=version.uuid, rate=rate)
        if read.prices:
            commands.set_prices(**said(request), price_list=version.uuid, prices=read.prices)

    if request.method == "POST" and attempt(form, write):
        return done(request, _("The line is saved."), "pricing:sheet", version.uuid)
    context = {
        "form": form,
        "version": version,
        "title": _title(names[wanted[0]], wanted),
        "code": line_code(wanted),
        "categories": [named(each.name_fr, each.name_en) for each in version.grid.categories],
        "priced": [named(each.name_fr, each.name_en) for each in form.categories],
    }
    return show(request, "pricing/line.html", context, status=422 if form.errors else 200)


def _title(name: ThingName, wanted: Line) -> str:
    return f"{thing_name(name)}, {str(UNIT_NAMES[wanted[1]]).lower()}"


def _start(request: PlaceRequest) -> HttpResponse:
    today = request.place.today(clock.now())
    name = _("Prices %(year)s") % {"year": today.year}
    form = StartForm(request.POST or None, initial={"name": name, "first_day": today, "vat": _likely(request)})

    def start(read: StartForm) -> None:
        commands.start_prices(**said(request), **read.cleaned_data)

    if request.method == "POST" and attempt(form, start):
        return done(request, _("Write the prices, then publish the list."), "pricing:sheet")
    return show(request, "pricing/start.html", {"form": form}, status=422 if form.errors else 200)


def _likely(request: PlaceRequest) -> str:
    """A sole trader mostly charges no VAT; the others are asked what the place says already."""
    tenant = people.organisation_of(request.place.organisation_id)
    sole = tenant is not None and tenant.legal_form == "micro"
    return (VatKind.FRANCHISE if sole else queries.terms_of(request.place).vat.kind).value


def _groups(names: list[ThingName]) -> list[tuple[str, list[Choice]]]:
    """What a line may be for, as the options of a list."""
    titles = {Scope.ANY: "", Scope.KIND: _("By kind"), Scope.RESOURCE: _("By room"), Scope.PRODUCT: _("Products")}
    return [
        (title, [(f"{scope.value}:{name.thing.code}", thing_name(name)) for name in names if name.thing.scope is scope])
        for scope, title in titles.items()
    ]
