"""The terminal: sentences out, one way to stop with a reason."""

import sys


class Stop(Exception):
    """What was asked cannot go on; the message says why and what to do, and the command ends with status 1."""


def say(sentence: str = "") -> None:
    """A sentence for the person at the terminal, at once even into a pipe."""
    print(sentence, flush=True)


def complain(sentence: str) -> None:
    """A sentence about what went wrong."""
    print(sentence, file=sys.stderr, flush=True)
