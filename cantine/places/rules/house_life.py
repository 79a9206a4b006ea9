"""Who decides in a house, and what becomes of a decision."""

from enum import StrEnum


class Body(StrEnum):
    """Who decides."""

    TEAM = "team"
    MANAGER = "manager"
    MEETING = "meeting"
    COMMITTEE = "committee"


class DecisionState(StrEnum):
    IN_FORCE = "in_force"
    REPLACED = "replaced"
