"""The sentences of the refusals of certifications, and the names of what may be done with them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions
from cantine.core.refusals import register
from cantine.ui.formats import full_day

register(
    {
        "certification_unnamed": lambda c: _("Say which certification it is, as the machine asks for it."),
        "certification_over": lambda c: (
            _("%(day)s is past: choose the day until which it is valid.") % {"day": full_day(c["day"])}
        ),
    }
)
name_actions(
    "certification",
    gettext_lazy("Certifications"),
    {
        "certification.see": gettext_lazy("See who holds which certification"),
        "certification.give": gettext_lazy("Give a certification"),
        "certification.revoke": gettext_lazy("Take a certification back"),
        "certification.forget": gettext_lazy("Forget an erased person"),
    },
)
