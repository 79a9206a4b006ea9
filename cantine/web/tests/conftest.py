import pytest


@pytest.fixture
def kinds(three) -> None:
    """The usual kinds of things, as a place that was opened by the command has them."""
    from cantine.places.testing import some_kinds

    some_kinds(three.place)
