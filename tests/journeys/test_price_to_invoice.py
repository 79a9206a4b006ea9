"""A price, from the form of a booking to what is to be invoiced."""

from datetime import timedelta
from typing import Any

import pytest

from cantine.core import clock
from cantine.pricing.testing import a_price_list

pytestmark = pytest.mark.journey


def test_a_member_sees_the_price_books_at_it_and_the_manager_finds_it_to_invoice(
    three: Any, visit: Any, axe: Any, settings: Any
) -> None:
    from playwright.sync_api import expect

    settings.CANTINE_MFA_REQUIRED = False
    now = clock.now()
    place = a_price_list(three.place, now=now).place
    day = place.today(now) + timedelta(days=(1 - place.today(now).weekday()) % 7 + 7)  # a Tuesday to come
    page = visit(three.member, width=360)
    page.goto(f"/{place.slug}/reserver/{three.room.slug}/?debut={day}T14:00&fin=15:00")
    said = page.locator("#price-said summary")
    expect(said).to_contain_text("40,00 € HT, 48,00 € TTC")
    page.get_by_label("À", exact=True).fill("16:00")
    page.locator("input[name=title]").focus()
    expect(said).to_contain_text("80,00 € HT, 96,00 € TTC")
    page.get_by_text("son prix reste dû").wait_for()
    said.click()
    expect(page.locator("#price-said .price-total")).to_contain_text("96,00 €")
    axe(page)
    page.get_by_role("button", name="Réserver", exact=True).click()
    page.wait_for_url("**/dates/**")
    expect(page.locator(".price-said summary")).to_contain_text("80,00 € HT, 96,00 € TTC")
    axe(page)
    books = visit(three.manager)
    books.goto(f"/{place.slug}/a-facturer/?mois={day:%Y-%m}")
    books.get_by_role("heading", name="Member").wait_for()
    line = books.locator(".owed-line summary")
    expect(line).to_contain_text("80,00 €")
    line.press("Enter")
    expect(books.locator(".owed-line .price-total")).to_contain_text("96,00 €")
    axe(books)
    with books.expect_download() as taken:
        books.get_by_role("link", name="CSV").click()
    assert "80,00;16,00;96,00;0,00" in taken.value.path().read_text(encoding="utf-8-sig")
