"""Values of no domain: intervals, refusals, folded text, whole cents. Standard library only, no clock, no I/O."""

from cantine.kernel.folding import folded, slug_of
from cantine.kernel.interval import Interval, merged, peak, without
from cantine.kernel.money import changed_by, round_half_up, share_of, times
from cantine.kernel.refusal import Refusal, Refused

__all__ = [
    "Interval",
    "Refusal",
    "Refused",
    "changed_by",
    "folded",
    "merged",
    "peak",
    "round_half_up",
    "share_of",
    "slug_of",
    "times",
    "without",
]
