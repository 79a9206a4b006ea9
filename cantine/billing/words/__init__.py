"""The names of what may be done with what is owed."""

from django.utils.translation import gettext_lazy

from cantine.billing.words import portability  # noqa: F401  registers the part of the export
from cantine.core.authorization import name_actions

name_actions(
    "charge",
    gettext_lazy("What is owed"),
    {
        "charge.see": gettext_lazy("See what each customer owes"),
        "charge.make": gettext_lazy("Price what is booked"),
        "charge.settle": gettext_lazy("Follow what becomes of it"),
    },
)
