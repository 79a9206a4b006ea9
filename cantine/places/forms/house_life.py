"""Who decides what, meetings, decisions, notices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cantine.places import rules
from cantine.places.queries import DecisionCard, PlaceRef
from cantine.places.rules.house_life import Body
from cantine.ui.forms import ClockInput, DayInput

BODIES = {
    Body.TEAM: _("the team"),
    Body.MANAGER: _("the manager"),
    Body.MEETING: _("the occupants’ meeting"),
    Body.COMMITTEE: _("the committee"),
}
SPARE_LINES = 3


class RemitForm(forms.Form):
    """One line of the table; an empty subject takes it out."""

    subject = forms.CharField(label=pgettext_lazy("remit", "Subject"), max_length=120, required=False)
    body = forms.ChoiceField(label=_("Who decides"), choices=[(body.value, name) for body, name in BODIES.items()])
    words = forms.CharField(label=_("How"), max_length=300, required=False)

    @property
    def line(self) -> tuple[str, Body, str]:
        read = self.cleaned_data
        return read["subject"], Body(read["body"]), read["words"]


RemitForms = forms.formset_factory(RemitForm, extra=SPARE_LINES, max_num=100, absolute_max=100)


class MeetingForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    day = forms.DateField(label=_("Day"), widget=DayInput)
    start = forms.TimeField(label=_("From"), widget=ClockInput)
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=720, initial=90)
    where = forms.CharField(label=_("Where"), max_length=120, required=False)
    agenda = forms.CharField(
        label=_("Agenda"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    attendees = forms.IntegerField(label=_("How many came"), min_value=0, max_value=10_000, required=False)
    present = forms.CharField(
        label=_("Who came"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Names as people gave them; every member reads them."),
    )
    notes = forms.CharField(
        label=_("Notes"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, place: PlaceRef, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place

    @property
    def fields_said(self) -> dict[str, Any]:
        read = dict(self.cleaned_data)
        wall = datetime.combine(read.pop("day"), read.pop("start"))
        return {**read, "starts_at": rules.moment_at(wall, timezone=self.place.timezone)}


class DecisionForm(forms.Form):
    words = forms.CharField(label=_("What was decided"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput)
    body = forms.ChoiceField(
        label=_("By"), choices=[(body.value, name) for body, name in BODIES.items()], initial=Body.MEETING.value
    )
    replaces = forms.TypedChoiceField(label=_("It replaces"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, decisions: list[DecisionCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [
            (each.uuid, f"{each.number}. {each.words[:60]}") for each in decisions if each.state.value == "in_force"
        ]
        self.fields["replaces"].choices = [("", _("none")), *known]  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    words_fr = forms.CharField(label=_("In French"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    words_en = forms.CharField(
        label=_("In English"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    first_day = forms.DateField(label=_("From"), widget=DayInput)
    last_day = forms.DateField(label=_("Until (included)"), widget=DayInput)
    on_public = forms.BooleanField(label=_("On the page of the place"), required=False, initial=True)
    on_planning = forms.BooleanField(label=_("On the planning"), required=False, initial=True)
    on_wall = forms.BooleanField(label=_("On the screen on the wall"), required=False, initial=True)
