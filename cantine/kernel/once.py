"""A value made at its first reading and kept on its object. ``functools.cached_property`` does the same under one lock for all
objects of a class until Python 3.12: a thread that waits for the database there holds back every other."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["once"]

if TYPE_CHECKING:
    from functools import cached_property as once  # noqa: TID251  its shape, which checkers know
else:

    class once:  # noqa: N801  it is written as a decorator
        """``@once def price(self)``: two threads that read it together may both make it; one of the two is kept."""

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self.make, self.name, self.__doc__ = make, make.__name__, make.__doc__

        def __get__(self, instance: object | None, owner: type) -> Any:
            return self if instance is None else instance.__dict__.setdefault(self.name, self.make(instance))
