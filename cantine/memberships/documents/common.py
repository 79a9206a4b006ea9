"""What every paper of membership has: who gives it, to whom, its number, its amount."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cantine.billing.documents import figures

Pair = tuple[str, str]
NO_AMOUNT = {"label": "", "value": "", "when": ""}


def paper(
    content: dict[str, Any], *, heading: str, facts: Sequence[Pair], paragraphs: Sequence[str],
    amount: dict[str, str] = NO_AMOUNT, lines: Sequence[Pair] = (), signature: Sequence[Pair] = (),
    mentions: Sequence[str] = (), code: str = "", scan: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Plain values, as the typesetter places them."""
    seller, payer = content["seller"], content["payer"]
    return {
        "language": content["language"], "title": f"{heading} {content['number']}", "author": seller["name"],
        "heading": heading, "number": content["number"], "seller": seller, "payer": payer, "facts": list(facts),
        "paragraphs": list(paragraphs), "amount": amount, "lines": list(lines), "signature": list(signature),
        "mentions": list(mentions), "legal": seller["legal"], "code": code, "scan": scan,
    }  # fmt: skip


def money(cents: int) -> str:
    return figures.money(cents, "EUR")


def day(iso: str) -> str:
    return figures.day(date.fromisoformat(iso))
