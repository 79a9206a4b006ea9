"""Text on ground passes WCAG 2.2 AA, by day and by night, for the house and for whatever colour a place picks."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cantine.ui.palette import AA_TEXT, accent_family, contrast, token_sheet

TOKENS = (Path(__file__).parents[1] / "static" / "ui" / "tokens.css").read_text().partition("@media print")[0]
DECLARED = re.compile(r"--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));")
AA_SHAPE = 3.0

GROUNDS = ["paper", "raised", "sunk"]
TEXTS = ["ink", "soft", "accent", "accent-strong", "ok", "warn", "bad", "info"]
PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS] + [
    ("ink-inverse", "ink"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("accent-strong", "accent-soft"),
    ("ink", "accent-soft"),
    *[(tone, f"{tone}-soft") for tone in ("ok", "warn", "bad", "info")],
    *[("ink", f"{tone}-soft") for tone in ("ok", "warn", "bad", "info")],
    *[(text, ground) for text in ("chalk", "dust") for ground in ("slate", "slate-tint", "slate-rule")],
    ("sun", "slate"),
    ("chalk", "pool"),
    ("sun-ink", "sun"),
    ("card-ink", "card"),
    ("card-soft", "card"),
    ("accent-board-ink", "accent-board"),
]
SHAPES = [(shape, ground) for shape in ("line", "focus") for ground in GROUNDS] + [
    ("slate-line", "slate"),
    ("sun", "slate"),
    ("sun", "slate-tint"),
]


def _tokens(which: int) -> dict[str, str]:
    return {name: pair[which] or single for name, *pair, single in DECLARED.findall(TOKENS)}


THEMES = {"day": _tokens(0), "night": _tokens(1)}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_words_can_be_read(theme: str, text: str, ground: str) -> None:
    tokens = THEMES[theme]

    assert contrast(tokens[text], tokens[ground]) >= AA_TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_edges_can_be_seen(theme: str, shape: str, ground: str) -> None:
    tokens = THEMES[theme]

    assert contrast(tokens[shape], tokens[ground]) >= AA_SHAPE


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_makes_an_accent_that_can_be_read(number: int) -> None:
    family = accent_family(f"#{number:06x}")
    shades = {name: re.findall(r"#\w{6}", value) for name, value in family.items()}

    for theme, place in (("day", 0), ("night", 1)):
        tokens = THEMES[theme]
        accent, ink = shades["accent"][place], shades["accent-ink"][place]
        assert min(contrast(accent, tokens[ground]) for ground in GROUNDS) >= AA_TEXT
        assert contrast(ink, accent) >= AA_TEXT
        assert contrast(ink, shades["accent-strong"][place]) >= AA_TEXT
        assert contrast(tokens["ink"], shades["accent-soft"][place]) >= AA_TEXT
        assert contrast(shades["accent-strong"][place], shades["accent-soft"][place]) >= AA_TEXT
    assert contrast(shades["accent-board-ink"][0], shades["accent-board"][0]) >= AA_TEXT


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="#rrggbb"):
        token_sheet("red; } body { display: none")
