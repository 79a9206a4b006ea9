"""What comes in: pasted, noted in three fields, asked by anybody; and what the team writes about it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.desk.commands.wording import LANE_NAMES
from cantine.desk.rules import LONGEST, LONGEST_WORDS, MOST_PEOPLE, Lane, When, Wish
from cantine.ui.forms import Choices, ClockInput, DayInput

LANES = [(each.value, LANE_NAMES[each]) for each in Lane]
LANE_HELPS = {
    Lane.COMMERCIAL.value: _("Somebody wants to rent: a quote, then an invoice."),
    Lane.COLLABORATIVE.value: _("An event to make together: time spent, no quote."),
}


def _words(label: Any, *, rows: int = 5, most: int = LONGEST_WORDS, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": rows}), **more)


class PasteForm(forms.Form):
    """A whole mail, headers too if one has them."""

    mail = _words(
        _("The mail"),
        rows=14,
        most=LONGEST,
        help_text=_("Select all of it, copy, paste: who, when and how many are read for you."),
    )


class WishForm(forms.Form):
    """Who asks, what for, when, for how many."""

    name = forms.CharField(label=_("Name"), max_length=160, required=False)
    company = forms.CharField(label=_("Organisation"), max_length=160, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_PEOPLE, required=False)
    day = forms.DateField(label=_("Day"), required=False, widget=DayInput)
    starts = forms.TimeField(label=_("From"), required=False, widget=ClockInput)
    ends = forms.TimeField(label=_("Until"), required=False, widget=ClockInput)
    what = _words(pgettext_lazy("desk", "What it is for"))

    @property
    def wish(self) -> Wish:
        read = self.cleaned_data
        return Wish(
            what=read["what"], name=read.get("name", ""), email=read.get("email", ""), phone=read.get("phone", ""),
            organisation=read.get("company", ""), people=read.get("people"), days=read.get("days", ""),
        )  # fmt: skip

    @property
    def whens(self) -> list[When]:
        """The day of the form; what a mail said of others comes with it."""
        read = self.cleaned_data
        starts, ends = read.get("starts"), read.get("ends")
        if not read.get("day"):
            return []
        return [When(read["day"], starts, ends if starts and ends and ends > starts else None)]


class ReadForm(WishForm):
    """What was read in a mail, to be confirmed. ``others`` are its other days, as ``2026-03-12 09:00 12:30``."""

    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    lane = forms.ChoiceField(label=_("Flow"), choices=LANES, widget=Choices(helps=LANE_HELPS))
    others = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)


class PhoneForm(forms.Form):
    """Three fields: who, a number, what."""

    name = forms.CharField(label=_("Who calls"), max_length=160)
    phone = forms.CharField(label=_("Number or e-mail"), max_length=120, required=False)
    what = _words(_("What they want"), help_text=_("Days, hours and numbers of people are read in your words."))


class AskForm(WishForm):
    """The public form. ``website`` is empty but for robots, who fill whatever they find."""

    website = forms.CharField(
        required=False,
        max_length=200,
        label=_("Leave this empty"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = self.fields["email"].required = True


class FollowForm(forms.Form):
    """Who leads, which flow, what comes next and by when."""

    lead = forms.ChoiceField(label=_("Who leads"), required=False)
    lane = forms.ChoiceField(label=_("Flow"), choices=LANES)
    next_action = forms.CharField(label=_("What comes next"), max_length=200, required=False)
    next_on = forms.DateField(label=_("By"), required=False, widget=DayInput)

    def __init__(self, *args: Any, leads: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", _("Nobody yet")), *leads]  # type: ignore[attr-defined]  # a ChoiceField


class NoteForm(forms.Form):
    text = _words(_("A note for the team"), rows=3, most=2000)


class AnswerForm(forms.Form):
    text = _words(_("Your answer"), rows=8, most=4000)


class TemplateForm(forms.Form):
    """An answer that serves again; emptied, it goes."""

    title = forms.CharField(label=_("Title"), max_length=80)
    text = _words(
        pgettext_lazy("desk", "Answer"),
        rows=8,
        most=4000,
        required=False,
        help_text=_("{name}, {place} and {when} are filled in. Empty, the answer goes."),
    )
