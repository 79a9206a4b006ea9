"""What is made at its first reading, by threads that read at once."""

import sys
from functools import cached_property  # noqa: TID251  what it is compared with
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

from cantine.kernel.once import once


class Price:
    def __init__(self, made: list[int]) -> None:
        self.made = made

    @once
    def cents(self) -> int:
        """What it comes to."""
        self.made.append(1)
        return 4800


def test_it_is_made_at_the_first_reading_and_kept() -> None:
    price = Price([])
    assert (price.cents, price.cents, price.made) == (4800, 4800, [1])


def test_it_keeps_its_docstring() -> None:
    assert Price.cents.__doc__ == "What it comes to."


def held_back(kept: Any) -> bool:
    """Whether of two objects, one waits until the other's is made: each waits for the other while it is being made."""
    both = Barrier(2, timeout=0.5)

    class Slow:
        def __init__(self) -> None:
            self.alone = False

        def _read(self) -> int:
            try:
                both.wait()
            except BrokenBarrierError:
                self.alone = True
            return 1

        value = kept(_read)

    slow = [Slow(), Slow()]
    threads = [Thread(target=lambda each=each: each.value) for each in slow]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return any(each.alone for each in slow)


def test_two_objects_are_read_by_two_threads_at_once() -> None:
    assert not held_back(once)


def test_the_library_s_own_holds_one_of_them_back_before_python_3_12() -> None:
    """Negative control."""
    assert held_back(cached_property) is (sys.version_info < (3, 12))
