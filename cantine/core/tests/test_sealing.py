"""What is sealed is read again by this installation alone, under a key that was turned too; its print finds it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cantine.core.sealing import print_of, seal, unseal


@given(text=st.text(max_size=60))
def test_what_is_sealed_is_read_again_and_never_looks_the_same(text: str) -> None:
    assert unseal(seal(text)) == text
    assert (seal(text) == seal(text)) == (not text)
    assert print_of(text) == print_of(text) != text or not text


def test_a_key_that_was_turned_still_opens_and_another_does_not(settings: Any) -> None:
    sealed = seal("FR76")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert unseal(sealed) == "FR76"
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(sealed) == ""
