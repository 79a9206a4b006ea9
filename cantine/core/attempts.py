"""A form and the command behind it."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.db import transaction

from cantine.core import refusals
from cantine.kernel import Refused

Form = TypeVar("Form", bound=forms.Form)


def attempt(form: Form, act: Callable[[Form], object]) -> bool:
    """Do ``act`` with what the form read; True when it is done. Each refusal is told beside its field."""
    if not form.is_valid():
        return False
    try:
        with transaction.atomic():
            act(form)
    except Refused as refused:
        for refusal in refused.refusals:
            told = forms.ValidationError(refusals.sentence(refusal), code=refusal.code)
            form.add_error(refusal.field if refusal.field in form.fields else None, told)
        return False
    return True
