"""Forms that read aloud: label, help and error are tied to their control; a summary links to what is wrong.

`HouseRenderer` is the project's `FORM_RENDERER`, so `{{ form }}` and `{{ field.as_field_group }}` come out in
our components. The widgets are the browser's own pickers: a phone has better ones than any script.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise


class HouseRenderer(TemplatesSetting):
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"


class DayInput(forms.DateInput):
    """A day, picked in the browser's calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """An hour of the place's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class ColourInput(forms.TextInput):
    """A colour as `#rrggbb`."""

    input_type = "color"


class Choices(forms.RadioSelect):
    """Large cards, one of which is chosen; an option's help comes from `helps[value]`."""

    template_name = "ui/forms/choices.html"
    option_template_name = "ui/forms/choice.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        helps: Mapping[str, str | Promise] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.helps = helps or {}

    def create_option(
        self,
        name: str,
        value: Any,
        label: int | str,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        return option | {"help": self.helps.get(str(value), "")}
