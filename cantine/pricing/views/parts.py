"""Categories, products, periods, VAT: what a sheet is made of."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from cantine.core import refusals
from cantine.kernel import Refused
from cantine.places.policies import PlaceRequest
from cantine.pricing import commands, queries
from cantine.pricing.commands.wording import SORT_NAMES, named, period_words, vat_words
from cantine.pricing.forms import CategoryForms, PeriodForm, ProductForm, TermsForm, attempt
from cantine.pricing.views.common import done, go, said, show, version_of

PRODUCT, PERIOD = "produit", "periode"


def categories(request: PlaceRequest) -> HttpResponse:
    """Every category, written whole; the last line adds one."""
    known = queries.categories_of(request.place)
    names = ("code", "name_fr", "name_en", "base", "percent", "offered", "usual")
    initial = [{name: getattr(category, name) for name in names} for category in known]
    forms = CategoryForms(request.POST or None, initial=initial, prefix="category", form_kwargs={"known": known})
    reasons: list[str] = []
    if request.method == "POST" and forms.is_valid():
        read = [(form.category, form.cleaned_data.get("usual")) for form in forms]
        kept = [category for category, _usual in read if category is not None]
        usual = [category.code for category, usual in read if category is not None and usual]
        try:
            commands.set_categories(**said(request), categories=kept, usual=usual[-1] if len(usual) == 1 else "")
        except Refused as why:
            reasons = [refusals.sentence(refusal) for refusal in why.refusals]
        else:
            return done(request, _("The categories are saved."), "pricing:sheet")
    wrong = bool(reasons) or (request.method == "POST" and not forms.is_valid())
    context = {"forms": forms, "reasons": reasons}
    return show(request, "pricing/categories.html", context, status=422 if wrong else 200)


def products(request: PlaceRequest) -> HttpResponse:
    """The products; ``?produit=code`` changes one of them."""
    known = {product.code: product for product in queries.products_of(request.place)}
    code = request.GET.get(PRODUCT, "")
    if code and code not in known:
        raise Http404
    form = ProductForm(request.POST or None, initial=ProductForm.shown(known[code]) if code else {})

    def write(read: ProductForm) -> None:
        commands.set_product(**said(request), product=read.product(code))

    if request.method == "POST" and attempt(form, write):
        return done(request, _("The product is saved: give it its prices in the sheet."), "pricing:products")
    lines = [
        (
            product,
            named(product.name_fr, product.name_en),
            SORT_NAMES[product.sort],
            product.vat and vat_words(product.vat),
        )
        for product in known.values()
    ]
    context = {"form": form, "lines": lines, "code": code}
    return show(request, "pricing/products.html", context, status=422 if form.errors else 200)


def retire_product(request: PlaceRequest) -> HttpResponse:
    commands.retire_product(**said(request), product=request.POST.get(PRODUCT, ""))
    return done(request, _("The product is no longer sold."), "pricing:products")


def periods(request: PlaceRequest) -> HttpResponse:
    """Peak hours and seasons of a version; ``?periode=code`` changes one of them."""
    version = version_of(request)
    if version is None:
        return go(request, "pricing:sheet")
    known = {period.code: period for period in version.grid.periods}
    code = request.GET.get(PERIOD, "")
    if code and code not in known:
        raise Http404
    form = PeriodForm(request.POST or None, initial=PeriodForm.shown(known[code]) if code else {})

    def write(read: PeriodForm) -> None:
        commands.set_period(**said(request), price_list=version.uuid, period=read.period(code))

    if request.method == "POST" and attempt(form, write):
        return done(request, _("The period is saved."), "pricing:periods", version.uuid)
    lines = [(period, named(period.name_fr, period.name_en), period_words(period)) for period in known.values()]
    context = {"form": form, "lines": lines, "code": code, "version": version}
    return show(request, "pricing/periods.html", context, status=422 if form.errors else 200)


def remove_period(request: PlaceRequest) -> HttpResponse:
    version = version_of(request)
    if version is None:
        raise Http404
    commands.remove_period(**said(request), price_list=version.uuid, period=request.POST.get(PERIOD, ""))
    return done(request, _("The period is gone."), "pricing:periods", version.uuid)


def terms(request: PlaceRequest) -> HttpResponse:
    """How the place is taxed; whether its prices are public."""
    form = TermsForm(request.POST or None, initial=TermsForm.shown(queries.terms_of(request.place)))

    def write(read: TermsForm) -> None:
        commands.set_vat_regime(**said(request), vat=read.vat)
        commands.show_prices(**said(request), public=read.cleaned_data["public"])

    if request.method == "POST" and attempt(form, write):
        return done(request, _("It is saved."), "pricing:terms")
    return show(request, "pricing/terms.html", {"form": form}, status=422 if form.errors else 200)
