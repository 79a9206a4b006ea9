"""What a legal entity may be called and numbered, and what it needs before it invoices."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.accounting.rules import Identity, Nature, check_identity, grouped, is_iban, missing_to_invoice, tidied
from cantine.people.rules.identifiers import vat_number

ASSOCIATION = Identity(
    code="asso", name="Association d’essai", street="1 rue de l’Essai", postcode="75002", town="Paris", siren="999900012",
    siret="99990001200017", vat_number="FR74999900012", iban="FR7630006000011234567890189", bic="AGRIFRPP",
)  # fmt: skip


def codes(refusals: Any) -> list[str]:
    return [refusal.code for refusal in refusals]


def test_a_whole_entity_is_refused_nothing_and_misses_nothing() -> None:
    assert check_identity(tidied(ASSOCIATION)) == []
    assert missing_to_invoice(ASSOCIATION) == []


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"name": " "}, ["entity_name_missing"]),
        ({"code": "La SCIC"}, ["entity_code_wrong"]),
        ({"town": "x" * 81}, ["people.too_long"]),
        ({"siren": "999900013", "siret": "", "vat_number": ""}, ["people.siren_wrong"]),
        ({"siret": "99990001200018"}, ["people.siret_wrong"]),
        ({"siret": "99990002000010"}, ["people.siret_of_another"]),
        ({"rna": "W12"}, ["people.rna_wrong"]),
        ({"vat_number": "FR00"}, ["entity_vat_number_wrong"]),
        ({"vat_number": "FR01999900020"}, ["entity_vat_number_of_another"]),
        ({"vat_number": "FR75999900012"}, ["entity_vat_number_key"]),
        ({"iban": "FR7630006000011234567890188"}, ["entity_iban_wrong"]),
        ({"iban": "FR76300060000112345678901"}, ["entity_iban_wrong"]),
        ({"bic": "AGRI"}, ["entity_bic_wrong"]),
        ({"country": "F"}, ["people.country_wrong"]),
        ({"postcode": "00000"}, ["people.postcode_wrong"]),
        ({"email": "nowhere"}, ["people.email_wrong"]),
        ({"prefix": "SCIC_2026"}, ["entity_prefix_wrong"]),
        ({"due_days": 61}, ["entity_due_days_wrong"]),
        ({"year_starts_month": 13}, ["entity_month_wrong"]),
        (
            {"siren": "1", "siret": "", "vat_number": "", "bic": "A", "prefix": "é"},
            ["people.siren_wrong", "entity_bic_wrong", "entity_prefix_wrong"],
        ),
    ],
)  # fmt: skip
def test_everything_wrong_is_refused_at_once(changes: dict[str, Any], refused: list[str]) -> None:
    assert codes(check_identity(tidied(replace(ASSOCIATION, **changes)))) == refused


def test_numbers_are_written_bare_and_the_siren_follows_from_the_siret() -> None:
    typed = replace(
        ASSOCIATION, siren="", siret="999 900 012 00017", iban="fr76 3000 6000 0112 3456 7890 189", prefix=" scic- "
    )
    tidy = tidied(typed)
    assert (tidy.siren, tidy.siret, tidy.iban, tidy.prefix) == (
        "999900012", "99990001200017", "FR7630006000011234567890189", "SCIC-",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"street": "", "town": ""}, ["entity_needs_street", "entity_needs_town"]),
        ({"siren": ""}, ["entity_needs_number"]),
        ({"siren": "", "rna": "W751234567"}, []),
        ({"penalties": "", "recovery": ""}, ["entity_needs_penalties", "entity_needs_recovery"]),
        ({"nature": Nature.SOLE, "capital": "", "registry": ""}, ["entity_needs_form"]),
        ({"nature": Nature.SOLE, "legal_form": "Entrepreneur individuel (EI)", "capital": "", "registry": ""}, []),
        ({"nature": Nature.COMPANY}, ["entity_needs_form", "entity_needs_capital", "entity_needs_registry"]),
        (
            {"nature": Nature.COMPANY, "siren": "", "rna": "W751234567", "legal_form": "SAS", "capital": "1 €", "registry": "RCS Paris"},
            ["entity_needs_number"],
        ),
    ],
)  # fmt: skip
def test_what_an_invoice_needs_is_said(changes: dict[str, Any], missing: list[str]) -> None:
    assert codes(missing_to_invoice(replace(ASSOCIATION, **changes))) == missing


@given(st.text("0123456789", min_size=23, max_size=23), st.integers(0, 22), st.integers(1, 9))
def test_an_iban_has_one_key_and_a_wrong_figure_is_seen(bban: str, place: int, shift: int) -> None:
    key = 98 - int(f"{bban}152700") % 97
    iban = f"FR{key:02}{bban}"
    assert is_iban(iban)
    wrong = bban[:place] + str((int(bban[place]) + shift) % 10) + bban[place + 1 :]
    assert not is_iban(f"FR{key:02}{wrong}")
    assert grouped(iban).replace(" ", "") == iban


@given(st.integers(0, 10**9 - 1))
def test_the_key_of_a_vat_number_is_that_of_its_siren(siren: int) -> None:
    number = f"{siren:09}"
    right = replace(ASSOCIATION, siren="", siret="", vat_number=vat_number(number))
    assert check_identity(right) == []
    key = (int(right.vat_number[2:4]) + 1) % 97
    assert codes(check_identity(replace(right, vat_number=f"FR{key:02}{number}"))) == ["entity_vat_number_key"]
