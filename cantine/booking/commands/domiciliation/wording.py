"""The file of a domiciled organisation, as people say it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from cantine.booking.rules.domiciliation import DocumentKind, DocumentState

DOCUMENT_NAMES: dict[DocumentKind, str | Promise] = {
    DocumentKind.REGISTRATION: gettext_lazy("Extract of the registry (Kbis)"),
    DocumentKind.IDENTITY: gettext_lazy("Identity of the legal representative"),
    DocumentKind.ADDRESS: gettext_lazy("Proof of address of the legal representative"),
    DocumentKind.BOOKS: gettext_lazy("Where the books are kept"),
}
STATE_NAMES: dict[DocumentState, str | Promise] = {
    DocumentState.MISSING: pgettext_lazy("document", "missing"),
    DocumentState.SEEN: pgettext_lazy("document", "seen"),
    DocumentState.SOON: pgettext_lazy("document", "expires soon"),
    DocumentState.EXPIRED: pgettext_lazy("document", "expired"),
}
STATE_BADGES = {
    DocumentState.MISSING: "bad", DocumentState.SEEN: "ok", DocumentState.SOON: "warn", DocumentState.EXPIRED: "bad",
}  # fmt: skip
