"""Amounts as people type them, in whole cents; quantities and percentages as decimals. No float on the way."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_AMOUNT = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")
_SPACES = re.compile(r"[\s\u00a0\u202f€]")


class AmountField(forms.CharField):
    """“40”, “40,50”, “1 200 €” → cents; nothing → None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "maxlength": "14"})

    def to_python(self, value: Any) -> Any:
        said = _SPACES.sub("", str(value or ""))
        if not said:
            return None
        if (found := _AMOUNT.fullmatch(said)) is None:
            raise ValidationError(
                _("“%(said)s” is not a price. Write 40 or 40.50, with two decimals at most.") % {"said": value}
            )
        return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))

    def prepare_value(self, value: Any) -> Any:
        return amount_as_typed(value) if isinstance(value, int) else value


class QuantityField(forms.DecimalField):
    """A number with two decimals at most, written with a comma or a point."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 8, "decimal_places": 2, "localize": False, **kwargs})
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", **self.widget.attrs})

    def to_python(self, value: Any) -> Any:
        said = value.replace(",", ".").replace("−", "-").strip() if isinstance(value, str) else value
        return super().to_python(said)

    def prepare_value(self, value: Any) -> Any:
        return decimal_as_typed(value) if isinstance(value, Decimal) else value


def amount_as_typed(cents: int) -> str:
    """As one would type it in the reader's language: without the cents where there are none."""
    euros, rest = divmod(cents, 100)
    return f"{euros}{_mark()}{rest:02}" if rest else str(euros)


def decimal_as_typed(value: Decimal) -> str:
    plain = format(value, "f")
    return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace(".", _mark())


def _mark() -> str:
    return "." if (get_language() or "fr").startswith("en") else ","
