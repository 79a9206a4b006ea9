"""Fields read aloud: what a screen reader is told of each."""

import re

from django.utils import translation

from cantine.ui.samples import sample_form


def test_an_error_and_a_help_are_tied_to_their_field() -> None:
    html = sample_form(wrong=True)["title"].as_field_group()

    assert 'aria-describedby="wrong_title_helptext wrong_title_error"' in html
    assert 'id="wrong_title_helptext"' in html
    assert 'id="wrong_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'for="wrong_title"' in html


def test_the_summary_links_to_each_wrong_field() -> None:
    html = str(sample_form(wrong=True))
    targets = re.findall(r'<li><a href="#([\w-]+)"', html)

    assert targets == ["wrong_title", "wrong_day", "wrong_starts", "wrong_people", "wrong_layout", "wrong_rules"]
    assert all(f'id="{target}"' in html for target in targets)


def test_a_choice_among_cards_is_a_group_with_its_question() -> None:
    html = sample_form()["room"].as_field_group()

    assert "<legend>Salle</legend>" in html
    assert html.count('type="radio"') == 3
    assert "12 places, écran et visio" in html


def test_what_may_be_left_empty_says_so() -> None:
    assert 'class="optional"' in sample_form()["note"].as_field_group()
    assert 'class="optional"' not in sample_form()["title"].as_field_group()


def test_a_day_and_an_hour_open_the_browsers_own_pickers() -> None:
    form = sample_form()

    assert 'type="date"' in form["day"].as_field_group()
    assert 'type="time"' in form["starts"].as_field_group()


def test_a_number_out_of_its_bounds_is_told_in_our_own_words() -> None:
    from django import forms

    class Few(forms.Form):
        few = forms.IntegerField(min_value=0, max_value=9)

    with translation.override("fr"):
        said = [str(Few({"few": value}).errors["few"][0]) for value in ("-1", "10")]
    assert said == ["Écrivez 0 ou plus.", "Écrivez 9 ou moins."]
