"""Who has which prices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cantine.pricing.commands.wording import named
from cantine.pricing.queries import CategoryLine


class CategoryOfForm(forms.Form):
    """The usual prices are said by their name: whoever chooses knows what they choose."""

    category = forms.ChoiceField(label=gettext_lazy("Price category"), required=False)

    def __init__(self, *args: Any, categories: Sequence[CategoryLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = next((named(each.name_fr, each.name_en) for each in categories if each.usual), "")
        choices = [(each.code, named(each.name_fr, each.name_en)) for each in categories if not each.usual]
        first = ("", _("%(category)s (the usual one)") % {"category": usual})
        self.fields["category"].choices = [first, *choices]  # type: ignore[attr-defined]  # a ChoiceField


class CustomerForm(CategoryOfForm):
    field_order = ("customer", "category")

    customer = forms.ChoiceField(label=gettext_lazy("Organisation"))

    def __init__(self, *args: Any, customers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(key), name) for key, name in customers]
        self.fields["customer"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
