"""Every page that somebody may open by its address, in the demo's own house, where every list has rows: six statements at
most. The addresses come from the resolver, so a page that lands tomorrow is counted tomorrow."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.floor.visitors import WHO, House

MOST = 6
# Above, and how far: the day of the team also says whether the house is full and names the quotes that its options wait for;
# whom a booking is for, and leaving for good,
# are pages seen once; the public page asks whether its prices are public, whether plans are sold, whether one may join and whether a
# year of its economy is shown; the cash to come reads the books, bills, quotes, plans, grants and VAT; a sponsor with its rights; a
# file of all that is known of somebody; a library's own pages; the account of somebody who must be known here first; what is
# owed and what changed since it was invoiced; the whole economy, from the books, what is not billed yet and what was entered; a
# date with all the ways in; what is free for a quote, at which price, with which products; the old books, laid beside four
# domains, and the capital of another legal entity; what belongs to later, told by each domain that sold it; an invoice with what
# was tried to pay it online, dues as who was asked for them pays them, and the pages of return that ask the provider and
# write what it says; members and shareholders, with what each paid and its papers; how somebody is invoiced, with the provider
# that would debit them; my plan, with what waits for my
# invoice; a certificate, with who certifies; drafts as the documents
# that they would be, before they are issued; the money of today, from the books, the bank, invoices, charges and costs;
# the lines of the bank, with the invoices, the entries and the costs that each may be, the bank against the books, a slip of
# cheques;
# what the counter sells, with products, passes and seats to add, at the prices of the list;
# my invoices, with what I paid already taken off;
# what is due to the tax office with what was sold, paid, made, sent and waits, and one period beside the books.
ABOVE = {
    "<slug:place>/": 10, "<slug:place>/argent/": 8, "<slug:place>/aujourdhui/": 8, "<slug:place>/dates/<uuid:date>/pour-qui/": 7,
    "compte/partir/": 9, "compte/copie/": 45, "compte/verifier/": 9, "compte/verifier/code/": 9,
    "compte/verifier/cle/": 10, "compte/securite/cles/ajouter/": 7, "<slug:place>/dates/<uuid:date>/": 9,
    "<slug:place>/factures/payeur/<uuid:payer>/": 7, "<slug:place>/factures/releve/<uuid:payer>/": 7, "<slug:place>/a-facturer/": 7,
    "<slug:place>/demandes/<uuid:asked>/devis/": 8, "<slug:place>/reglages/comptoir/": 8, "<slug:place>/reglages/reprise/": 10,
    "<slug:place>/comptes/produits-constates/": 9, "<slug:place>/economie/<int:year>/": 9,
    "<slug:place>/economie/<int:year>.csv": 8, "<slug:place>/economie/<int:year>/chiffres/": 8,
    "payer/<str:bill>/retour/<uuid:payment>/": 24, "payer/<str:bill>/": 7, "payer/tout/<str:bills>/": 7,
    "<slug:place>/domiciliations/<uuid:domiciliation>/": 8, "<slug:place>/economie/tresorerie/": 21,
    "<slug:place>/factures/<uuid:invoice>/": 8, "<slug:place>/reglements/prelevements/": 9,
    "<slug:place>/economie/soutiens/parrainages/<uuid:sponsorship>/": 8,
    "<slug:place>/economie/<int:year>/budget/": 9, "<slug:place>/cotisations/": 8,
    "<slug:place>/membres/<uuid:contact>/cotisation/": 8, "<slug:place>/cotisations/<uuid:dues>/": 7,
    "moi/factures/": 7, "adhesion/payer/<str:owed>/": 9, "adhesion/payer/<str:owed>/retour/<uuid:attempt>/": 24,
    "<slug:place>/societaires/": 11, "moi/adhesion/": 8, "moi/formule/": 7, "moi/passage/attestation/": 7,
    "<slug:place>/membres/<uuid:contact>/attestation/": 7, "<slug:place>/factures/emettre/": 10, "<slug:place>/factures/": 10,
    "souscription/<str:subscribed>/": 8, "<slug:place>/societaires/<uuid:holding>/": 8,
    "<slug:place>/societaires/bulletins/<uuid:bulletin>/": 7, "<slug:place>/comptes/facture-electronique/": 10,
    "<slug:place>/comptes/facture-electronique/periode/<slug:period>/": 8,
    "<slug:place>/reglements/banque/": 10, "<slug:place>/reglements/banque/rapprochement/": 7,
    "<slug:place>/reglements/banque/<uuid:line>/": 9, "<slug:place>/comptes/cheques/<uuid:slip>/": 7,
}  # fmt: skip
ONCE_A_SESSION = "IN ('totp', 'webauthn')"  # whether who runs a place has a second factor: it is kept in the session
Statements = Callable[[], AbstractContextManager[list[str]]]


def counted(house: House, who: str, statements: Statements) -> Iterator[tuple[str, list[str]]]:
    """The route of each page that answers this visitor, and its statements: of the second time where the first takes too
    many, for it fills what a process keeps."""
    for route, url in house.addresses():
        for _ in range(2):
            with statements() as said:
                seen = house.seen(who, "fr", route, url)
            counted = [each for each in said if ONCE_A_SESSION not in each]
            if len(counted) <= ABOVE.get(route, MOST):
                break
        if seen:
            yield route, counted


@pytest.mark.long
def test_no_page_reads_more_than_six_statements(lived_in: House, statements: Statements) -> None:
    pages = {(who, route): said for who in WHO for route, said in counted(lived_in, who, statements)}
    assert {who for who, _route in pages} == set(WHO)
    assert len(pages) > 150
    above = {page[1]: said for page, said in pages.items() if len(said) > ABOVE.get(page[1], MOST)}
    assert {route: len(said) for route, said in above.items()} == {}, "\n\n".join(map("\n".join, above.values()))
