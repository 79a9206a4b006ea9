"""Tax receipts: off until somebody answers for them, numbered without a gap, kept as they were given."""

import hashlib
import io
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from hypothesis import given as drawn
from hypothesis import strategies as some

from cantine.core.testing import letters
from cantine.funding import commands
from cantine.funding.models import TaxReceipt
from cantine.funding.queries import receipts as queries
from cantine.funding.rules.letters import in_letters
from cantine.funding.rules.receipts import Terms
from cantine.funding.rules.support import Donor, DonorKind, Way
from cantine.funding.tests.test_support import FIRM, a_gift, codes
from cantine.kernel import Refused

pytestmark = pytest.mark.django_db
TERMS = Terms(
    on=True, persons=True, firms=True, purpose="Faire vivre un lieu ouvert", signer="Ada Martin", signer_role="Présidente",
    confirmed=True,
)  # fmt: skip
ADA = Donor(
    kind=DonorKind.PERSON, name="Ada Martin", email="ada@example.org", street="1 rue X", postcode="44000", town="Nantes"
)
LEROUX = Donor(
    kind=DonorKind.FIRM, name="Menuiserie Leroux", legal_form="SARL", siren="552100554", street="3 quai Y", postcode="75010",
    town="Paris",
)  # fmt: skip


@pytest.fixture
def allowed(economy: Any) -> Any:
    commands.set_receipts(**economy.said, terms=TERMS)
    return economy


def issue(economy: Any, gift: Any, donor: Any = None) -> Any:
    return commands.issue_receipt(**economy.said, gift=gift, donor=donor)


def line(economy: Any, receipt: Any) -> Any:
    found = queries.find_receipt(economy.place, uuid=receipt)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "zéro euro"),
        (1, "un centime"),
        (100, "un euro"),
        (245_50, "deux cent quarante-cinq euros et cinquante centimes"),
        (71_00, "soixante et onze euros"),
        (80_00, "quatre-vingts euros"),
        (81_00, "quatre-vingt-un euros"),
        (91_00, "quatre-vingt-onze euros"),
        (200_00, "deux cents euros"),
        (1_000_00, "mille euros"),
        (1_500_00, "mille cinq cents euros"),
        (80_000_00, "quatre-vingt mille euros"),
        (200_000_00, "deux cent mille euros"),
        (1_000_000_00, "un million d’euros"),
        (2_080_000_00, "deux millions quatre-vingt mille euros"),
        (200_000_000_00, "deux cents millions d’euros"),
    ],
)
def test_an_amount_is_written_out_as_french_has_it(cents: int, said: str) -> None:
    assert in_letters(cents) == said


@drawn(some.integers(0, 10**12), some.integers(0, 10**12))
def test_two_amounts_never_read_alike(first: int, second: int) -> None:
    assert (in_letters(first) == in_letters(second)) is (first == second)


def test_receipts_are_off_until_somebody_switches_them_on(economy: Any) -> None:
    with pytest.raises(Refused) as caught:
        issue(economy, a_gift(economy, donor=ADA))
    assert codes(caught) == ["receipts_off"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"persons": False, "firms": False}, "receipts_article_missing"),
        ({"purpose": ""}, "receipts_purpose_missing"),
        ({"signer": ""}, "receipts_signer_missing"),
        ({"confirmed": False}, "receipts_unconfirmed"),
    ],
)
def test_receipts_are_not_switched_on_unsaid(economy: Any, more: dict[str, Any], code: str) -> None:
    from dataclasses import replace

    with pytest.raises(Refused) as caught:
        commands.set_receipts(**economy.said, terms=replace(TERMS, **more))
    assert codes(caught) == [code]


def test_a_receipt_has_every_mention_and_its_bytes_are_kept(allowed: Any) -> None:
    from pypdf import PdfReader

    made = issue(allowed, a_gift(allowed, 24_550, donor=ADA, way=Way.CHEQUE))
    kept = queries.receipt_file(allowed.place.organisation_id, uuid=made)
    assert kept is not None
    reference, pdf, sha256 = kept
    assert hashlib.sha256(pdf).hexdigest() == sha256
    text = " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
    year = allowed.today.year
    for said in (
        reference, f"RF{year}-0001", "11580", "Ada Martin", "1 rue X, 44000 Nantes", "245,50",
        "deux cent quarante-cinq euros et cinquante centimes", "Chèque", "Numéraire", "Déclaration de don manuel",
        "article 200 du code général des impôts", "Faire vivre un lieu ouvert", "intérêt général", "Présidente", "sans contrepartie",
        allowed.entity.name,
    ):  # fmt: skip
        assert said in text, said
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_a_firm_has_the_other_model(allowed: Any) -> None:
    made = issue(allowed, a_gift(allowed, 100_000, donor=LEROUX))
    content = TaxReceipt.objects.get(uuid=made).content
    assert (content["form"], content["article"]) == ("16216", "238 bis")


def test_the_same_receipt_is_the_same_bytes(allowed: Any) -> None:
    from cantine.funding.documents import receipt_pdf

    row = TaxReceipt.objects.get(uuid=issue(allowed, a_gift(allowed, donor=ADA)))
    accent = {"accent": allowed.place.accent} if allowed.place.accent else {}
    assert receipt_pdf(row.content, **accent) == bytes(row.pdf)


def test_numbers_follow_each_other_though_one_is_refused_and_one_cancelled(allowed: Any) -> None:
    first = issue(allowed, a_gift(allowed, donor=ADA))
    with pytest.raises(Refused):
        issue(allowed, a_gift(allowed, donor=FIRM))
    commands.cancel_receipt(**allowed.said, receipt=first, why="Erreur de nom")
    issue(allowed, a_gift(allowed, donor=ADA))
    year = allowed.today.year
    lines = queries.receipts_of(allowed.place, year=year)
    assert [each.reference for each in lines] == [f"RF{year}-0001", f"RF{year}-0002"]
    assert queries.declared(lines) == queries.Declared(1, 5_000)


def test_a_gift_has_one_receipt_that_stands(allowed: Any) -> None:
    gift = a_gift(allowed, donor=ADA)
    first = issue(allowed, gift)
    with pytest.raises(Refused) as caught:
        issue(allowed, gift)
    assert codes(caught) == ["receipt_already"]
    commands.cancel_receipt(**allowed.said, receipt=first, why="Erreur de nom")
    assert line(allowed, issue(allowed, gift)).cancelled_on is None


def test_a_gift_with_a_receipt_is_not_undone_before_it_is_cancelled(allowed: Any) -> None:
    gift = a_gift(allowed, donor=ADA)
    receipt = issue(allowed, gift)
    with pytest.raises(Refused) as caught:
        commands.undo_gift(**allowed.said, gift=gift, why="Chèque revenu")
    assert codes(caught) == ["gift_has_receipt"]
    commands.cancel_receipt(**allowed.said, receipt=receipt, why="Chèque revenu")
    commands.undo_gift(**allowed.said, gift=gift, why="Chèque revenu")
    with pytest.raises(Refused) as caught:
        issue(allowed, gift)
    assert codes(caught) == ["gift_undone"]


def test_what_the_models_ask_for_is_asked_for(allowed: Any) -> None:
    nobody = Donor(kind=DonorKind.FIRM, name="Leroux")
    with pytest.raises(Refused) as caught:
        issue(allowed, a_gift(allowed, donor=nobody))
    assert codes(caught) == ["donor_address_missing", "donor_legal_form_missing", "donor_siren_missing"]
    issue(allowed, a_gift(allowed, donor=nobody), LEROUX)


def test_an_article_that_was_not_chosen_opens_no_right(economy: Any) -> None:
    from dataclasses import replace

    commands.set_receipts(**economy.said, terms=replace(TERMS, firms=False))
    with pytest.raises(Refused) as caught:
        issue(economy, a_gift(economy, donor=LEROUX))
    assert codes(caught) == ["receipts_article_off"]


def test_a_receipt_leaves_once_to_its_donor(allowed: Any) -> None:
    receipt = issue(allowed, a_gift(allowed, donor=ADA))
    assert commands.send_receipt(**allowed.said, receipt=receipt) is True
    assert commands.send_receipt(**allowed.said, receipt=receipt) is False
    assert [(each.to, each.attachment) for each in letters()] == [("ada@example.org", f"receipt:{receipt}")]


def test_a_donor_without_an_address_is_written_to_by_post(allowed: Any) -> None:
    with pytest.raises(Refused) as caught:
        commands.send_receipt(**allowed.said, receipt=issue(allowed, a_gift(allowed, donor=LEROUX)))
    assert codes(caught) == ["donor_email_missing"]


BREACHES = {
    "UPDATE funding_taxreceipt SET cents = 1": "receipt_stays",
    "DELETE FROM funding_taxreceipt": "receipt_stays",
    "INSERT INTO funding_taxreceipt (uuid, organisation_id, place_id, entity_id, gift_id, form, year, number, reference, name, "
    "email, cents, issued_on, content, pdf, sha256, made_at, cancelled_on, why) SELECT gen_random_uuid(), organisation_id, "
    "place_id, entity_id, gift_id, form, year, number + 2, 'X', name, email, cents, issued_on, content, pdf, sha256, made_at, "
    "issued_on, 'trou' FROM funding_taxreceipt": "receipt_follows",
}  # fmt: skip


@pytest.mark.parametrize("statement", BREACHES)
def test_the_database_keeps_receipts_as_they_were_given(allowed: Any, as_owner: Any, statement: str) -> None:
    """With its trigger it refuses; without, the same statement passes."""
    issue(allowed, a_gift(allowed, donor=ADA))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE funding_taxreceipt DISABLE TRIGGER {BREACHES[statement]}")
        cursor.execute(statement)


def test_receipts_cost_one_statement_at_one_row_and_at_three(allowed: Any, statements: Any) -> None:
    counted = []
    for _ in range(2):
        issue(allowed, a_gift(allowed, donor=ADA))
        with statements() as said:
            queries.receipts_of(allowed.place, year=allowed.today.year)
        counted.append(len(said))
        issue(allowed, a_gift(allowed, donor=ADA))
    assert counted == [1, 1]


def test_receipts_are_switched_on_given_read_sent_and_cancelled_by_their_pages(economy: Any, client: Any) -> None:
    client.force_login(economy.three.manager)
    home = f"/{economy.place.slug}/economie/"
    said = {
        "on": "on",
        "persons": "on",
        "quality": "interest",
        "purpose": "Lieu",
        "signer": "Ada",
        "signer_role": "Présidente",
    }
    page = client.post(f"{home}recus-fiscaux/reglages/", said)
    assert "1740 A" in page.content.decode()
    assert not queries.terms_of(economy.entity.id).on
    client.post(f"{home}recus-fiscaux/reglages/", {**said, "confirmed": "on"})
    assert queries.terms_of(economy.entity.id).on
    gift = a_gift(economy, donor=ADA)
    fields = ("name", "street", "postcode", "town", "email")
    client.post(f"{home}soutiens/dons/{gift}/recu/", {name: getattr(ADA, name) for name in fields})
    (receipt,) = queries.receipts_of(economy.place, year=economy.today.year)
    answer = client.get(f"{home}recus-fiscaux/{receipt.uuid}.pdf")
    assert (answer.headers["ETag"], answer.content[:5]) == (f'"{receipt.sha256}"', b"%PDF-")
    client.post(f"{home}recus-fiscaux/{receipt.uuid}/envoyer/")
    assert len(letters()) == 1
    assert receipt.reference in client.get(f"{home}recus-fiscaux/").content.decode()
    assert receipt.sha256 in client.get(f"{home}recus-fiscaux-{economy.today.year}.csv").content.decode()
    client.post(f"{home}recus-fiscaux/{receipt.uuid}/annuler/", {"why": "Erreur"})
    assert line(economy, receipt.uuid).why == "Erreur"


def test_a_firm_with_a_right_siren_is_asked_its_legal_form_under_its_own_field() -> None:
    from cantine.funding.forms.receipts import DonorForm

    said = {"name": "Leroux", "street": "3 quai Y", "postcode": "75010", "town": "Paris", "siren": "552100554"}
    form = DonorForm(said, kind=DonorKind.FIRM)
    assert (form.is_valid(), list(form.errors)) == (False, ["legal_form"])
    person = DonorForm({name: value for name, value in said.items() if name != "siren"}, kind=DonorKind.PERSON)
    assert person.is_valid()


@pytest.mark.parametrize(
    ("language", "first"), [("fr", "Œuvre ou organisme d’intérêt général"), ("en", "A body of general interest")]
)
def test_what_the_body_is_is_said_in_the_language_of_the_reader(language: str, first: str) -> None:
    from cantine.funding.forms.receipts import ReceiptTermsForm

    with translation.override(language):
        (_code, words), *_rest = ReceiptTermsForm().fields["quality"].choices  # type: ignore[attr-defined]
        assert str(words) == first
