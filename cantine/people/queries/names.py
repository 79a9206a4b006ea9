"""Names of what rules know by a code, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = dict[str, str | Promise]

KINDS: Names = {
    "association": _("association"),
    "company": _("company"),
    "cooperative": _("co-operative"),
    "cae": _("business and employment co-operative (CAE)"),
    "public": _("public body"),
    "foundation": _("foundation"),
    "network": _("network"),
    "collective": _("informal collective"),
    "individual": _("self-employed"),
}
LEGAL_FORMS: Names = {
    "association-1901": _("association (1901 law)"),
    "association-locale": _("association of Alsace-Moselle"),
    "scic-sa": _("SCIC (SA)"),
    "scic-sarl": _("SCIC (SARL)"),
    "scic-sas": _("SCIC (SAS)"),
    "scop-sa": _("SCOP (SA)"),
    "scop-sarl": _("SCOP (SARL)"),
    "scop-sas": _("SCOP (SAS)"),
    "cae": _("CAE (business and employment co-operative)"),
    "cuma": _("CUMA (farm equipment co-operative)"),
    "cooperative": _("other co-operative"),
    "sarl": _("SARL"),
    "eurl": _("EURL"),
    "sas": _("SAS"),
    "sasu": _("SASU"),
    "sa": _("SA"),
    "sci": _("SCI"),
    "snc": _("SNC"),
    "ei": _("sole trader (EI)"),
    "micro": _("micro-enterprise"),
    "profession-liberale": _("liberal profession"),
    "etablissement-public": _("public establishment"),
    "collectivite": _("local authority"),
    "epci": _("association of communes (EPCI)"),
    "etat": _("State service"),
    "gip": _("public interest group (GIP)"),
    "universite": _("university"),
    "fondation": _("foundation"),
    "fonds-de-dotation": _("endowment fund"),
    "mutuelle": _("mutual society"),
    "gie": _("economic interest group (GIE)"),
    "syndicat": _("union"),
    "collectif": _("informal collective"),
    "etrangere": _("foreign organisation"),
}
RELATIONS: Names = {
    "leader": _("I represent it"),
    "member": _("member"),
    "employee": _("employee"),
    "entrepreneur": _("salaried entrepreneur (CAE)"),
    "associate": _("associate"),
    "volunteer": _("volunteer"),
    "trainee": _("student or trainee"),
    "partner": _("partner"),
}
LEVELS: Names = {
    "read": _("read what I can see"),
    "book": _("book and cancel in my name"),
    "manage": _("do everything that I may do"),
}
# The version of each purpose is in rules.consents: change it there when these words change in meaning.
PURPOSES: dict[str, tuple[str | Promise, str | Promise]] = {
    "show_name_on_planning": (
        _("Show my name on the planning"),
        _("Members and staff of a place see who booked. Otherwise they read “booked”, and only the staff knows."),
    ),
    "show_presence": (
        _("Show that I am here now"),
        _("Members of a place where I am checked in see my name among those present."),
    ),
    "appear_in_members": (
        _("Appear in the members’ list"),
        _("Members of my places see my name and what I do. Never on a public page."),
    ),
    "show_organisations": (
        _("Show the organisations I belong to"),
        _("They stand beside my name wherever I chose to show it."),
    ),
    "be_introduced": (
        _("Be introduced to others"),
        _("The staff may suggest that somebody meets me. My address is given only after I say yes to that person."),
    ),
    "receive_newsletter": (
        _("Receive the newsletter"),
        _("A few letters a year from this platform. Each one has a link to stop."),
    ),
    "receive_news_of_places": (
        _("Receive news of my places"),
        _("What happens in the places where I go. Messages about my own bookings come in any case."),
    ),
}
