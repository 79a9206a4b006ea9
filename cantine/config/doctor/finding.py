"""What a check says: how grave, in which words."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """``WRONG`` makes the examination fail; ``WARNING`` does not."""

    WELL = "well"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One sentence about one thing."""

    level: Level
    sentence: str


def well(sentence: str) -> Finding:
    return Finding(Level.WELL, sentence)


def warning(sentence: str) -> Finding:
    return Finding(Level.WARNING, sentence)


def wrong(sentence: str) -> Finding:
    return Finding(Level.WRONG, sentence)
