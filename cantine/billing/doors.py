"""The doors of what is owed, of documents and of money."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.accounting.queries.beside import register_archived, register_left_open
from cantine.billing.queries.counter.archive import archived_sales
from cantine.billing.queries.left_open import left_open_of
from cantine.core.navigation import Door, register

register(
    Door(
        where="staff",
        label=pgettext_lazy("bar", "Till"),
        route="billing:till",
        action="sale.ring",
        icon="bill",
        order=6,
    ),
    Door(
        where="settings",
        label=_("What the counter sells"),
        route="billing:counter_settings",
        action="counter.change",
        order=218,
    ),
    Door(where="staff", label=_("To invoice"), route="billing:owed", action="charge.see", icon="bill", order=75),
    Door(where="staff", label=_("Invoices"), route="billing:invoices", action="invoice.prepare", icon="bill", order=76),
    Door(where="staff", label=_("Payments"), route="billing:payments", action="payment.see", icon="bill", order=77),
    Door(
        where="staff",
        label=_("Electronic invoicing"),
        route="billing:reporting",
        action="report.see",
        icon="bill",
        order=79,
    ),
    Door(
        where="person", label=_("How they are invoiced"), route="billing:payer_of", action="invoice.prepare", order=30
    ),
    Door(
        where="settings",
        label=_("Online payment"),
        route="billing:connections",
        action="online.connect",
        order=225,
    ),
    Door(where="me", label=_("My invoices"), route="billing:my_invoices", icon="bill", order=43),
)
register_archived("billing", archived_sales)
register_left_open("billing", left_open_of)
