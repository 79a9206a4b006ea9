"""Writes of what persons and organisations are entitled to."""

from cantine.memberships.commands.certifications import forget_person, give_certification, revoke_certification

__all__ = ["forget_person", "give_certification", "revoke_certification"]
