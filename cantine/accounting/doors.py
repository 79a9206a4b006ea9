"""The doors of accounting: who invoices, among the settings; the drawer and the books, for who keeps them."""

from django.utils.translation import gettext_lazy as _

from cantine.core.navigation import Door, register

register(
    Door(
        where="settings",
        label=_("Who invoices"),
        route="accounting:entities",
        action="place.change_entities",
        order=220,
    ),
    Door(where="staff", label=_("Cash drawer"), route="accounting:drawer", action="cash.see", icon="bill", order=78),
    Door(where="staff", label=_("Books"), route="accounting:books", action="books.read", icon="chart", order=80),
)
