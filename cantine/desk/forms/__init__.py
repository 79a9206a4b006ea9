"""Forms of the desk. They read what was typed; whether it may be is for the commands."""

from cantine.core.attempts import attempt
from cantine.desk.forms.quotes import DiscountForm, OfferForm, PaperForm, RefuseForm, SignForm, SlotForm
from cantine.desk.forms.requests import (
    AnswerForm,
    AskForm,
    FollowForm,
    NoteForm,
    PasteForm,
    PhoneForm,
    ReadForm,
    TemplateForm,
)

__all__ = [
    "AnswerForm",
    "AskForm",
    "DiscountForm",
    "FollowForm",
    "NoteForm",
    "OfferForm",
    "PaperForm",
    "PasteForm",
    "PhoneForm",
    "ReadForm",
    "RefuseForm",
    "SignForm",
    "SlotForm",
    "TemplateForm",
    "attempt",
]
