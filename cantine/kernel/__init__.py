"""Values of no domain: intervals, refusals, folded text. Standard library only, no clock, no I/O."""

from cantine.kernel.folding import folded, slug_of
from cantine.kernel.interval import Interval, merged, peak, without
from cantine.kernel.refusal import Refusal, Refused

__all__ = ["Interval", "Refusal", "Refused", "folded", "merged", "peak", "slug_of", "without"]
