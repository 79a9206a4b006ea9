"""Legal forms as data: which kind of organisation each makes, and which numbers it is known by.

Their names are in ``queries.names``. Places price, count and invite by *kind*; law looks at the *form*.
"""

from dataclasses import dataclass

KINDS = ("association", "company", "cooperative", "cae", "public", "foundation", "network", "collective", "individual")


@dataclass(frozen=True)
class LegalForm:
    """``registered``: may have a SIREN; ``rna``: is declared to the RNA; ``court``: is in a court's register."""

    code: str
    kind: str
    registered: bool = True
    rna: bool = False
    court: bool = False


LEGAL_FORMS: dict[str, LegalForm] = {
    form.code: form
    for form in (
        LegalForm("association-1901", "association", rna=True),
        LegalForm("association-locale", "association", court=True),
        LegalForm("scic-sa", "cooperative"),
        LegalForm("scic-sarl", "cooperative"),
        LegalForm("scic-sas", "cooperative"),
        LegalForm("scop-sa", "cooperative"),
        LegalForm("scop-sarl", "cooperative"),
        LegalForm("scop-sas", "cooperative"),
        LegalForm("cae", "cae"),
        LegalForm("cuma", "cooperative"),
        LegalForm("cooperative", "cooperative"),
        LegalForm("sarl", "company"),
        LegalForm("eurl", "company"),
        LegalForm("sas", "company"),
        LegalForm("sasu", "company"),
        LegalForm("sa", "company"),
        LegalForm("sci", "company"),
        LegalForm("snc", "company"),
        LegalForm("ei", "individual"),
        LegalForm("micro", "individual"),
        LegalForm("profession-liberale", "individual"),
        LegalForm("etablissement-public", "public"),
        LegalForm("collectivite", "public"),
        LegalForm("epci", "public"),
        LegalForm("etat", "public"),
        LegalForm("gip", "public"),
        LegalForm("universite", "public"),
        LegalForm("fondation", "foundation", rna=True),
        LegalForm("fonds-de-dotation", "foundation", rna=True),
        LegalForm("mutuelle", "company"),
        LegalForm("gie", "network"),
        LegalForm("syndicat", "association"),
        LegalForm("collectif", "collective", registered=False),
        LegalForm("etrangere", "company", registered=False),
    )
}
