"""Writes of what the tax office is told: what an entity says of itself, the files of periods, what leaves and what comes."""

from cantine.billing.commands.reporting.files import make_report
from cantine.billing.commands.reporting.flows import hand_over, note_left, resolve_flow, send_flows, take_flow
from cantine.billing.commands.reporting.news import note_news, note_unreachable
from cantine.billing.commands.reporting.platforms import (
    Came,
    CannotReach,
    News,
    Parcel,
    Platform,
    Reach,
    Refusing,
    Told,
    connect,
    open_platform,
)
from cantine.billing.commands.reporting.terms import leave_platform, note_trial, say_terms, set_platform

__all__ = [
    "Came",
    "CannotReach",
    "News",
    "Parcel",
    "Platform",
    "Reach",
    "Refusing",
    "Told",
    "connect",
    "hand_over",
    "leave_platform",
    "make_report",
    "note_left",
    "note_news",
    "note_trial",
    "note_unreachable",
    "open_platform",
    "resolve_flow",
    "say_terms",
    "send_flows",
    "set_platform",
    "take_flow",
]
