"""Which prices a customer has: those of one person, on their card; those of the organisations that the place knows."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cantine.core import clock
from cantine.people import queries as people
from cantine.places import queries as places
from cantine.places.policies import PlaceRequest
from cantine.pricing import commands, queries
from cantine.pricing.commands.wording import named
from cantine.pricing.forms import attempt
from cantine.pricing.forms.customers import CategoryOfForm, CustomerForm
from cantine.pricing.views.common import done, said, show


def category_of_person(request: PlaceRequest, *, contact: UUID) -> HttpResponse:
    """The category of one person, from their next booking on."""
    card = places.person_card(request.place, contact=contact, today=request.place.today(clock.now()))
    if card is None:
        raise Http404
    person = card.person.id
    now = queries.category_of(request.place, person_id=person)
    form = CategoryOfForm(
        request.POST or None, initial={"category": now}, categories=queries.categories_of(request.place)
    )

    def write(read: CategoryOfForm) -> None:
        commands.put_in_category(**said(request), category=read.cleaned_data["category"], person_id=person)

    if request.method == "POST" and attempt(form, write):
        messages.success(request, _("These prices hold from the next booking on."))
        return redirect("pricing:category_of", request.place.slug, contact)
    context = {"form": form, "card": card}
    return render(request, "pricing/category_of.html", context, status=422 if form.errors else 200)


def customers(request: PlaceRequest) -> HttpResponse:
    """The organisations, each with its category; the form puts one in another."""
    known = {
        key: each.name for key, each in people.organisations_of(places.known_customers(place=request.place)).items()
    }
    categories = queries.categories_of(request.place)
    held = queries.categories_of_customers(request.place)
    form = CustomerForm(request.POST or None, categories=categories, customers=sorted(known.items(), key=_by_name))

    def write(read: CustomerForm) -> None:
        chosen = read.cleaned_data
        commands.put_in_category(**said(request), category=chosen["category"], customer_id=int(chosen["customer"]))

    if request.method == "POST" and attempt(form, write):
        return done(request, _("These prices hold from the next booking on."), "pricing:customers")
    names = {each.code: named(each.name_fr, each.name_en) for each in categories}
    usual = next((names[each.code] for each in categories if each.usual), "")
    lines = [
        (name, names.get(held.get(key, ""), usual), key in held) for key, name in sorted(known.items(), key=_by_name)
    ]
    context = {"form": form, "lines": lines}
    return show(request, "pricing/customers.html", context, status=422 if form.errors else 200)


def _by_name(pair: tuple[int, str]) -> str:
    return pair[1]
