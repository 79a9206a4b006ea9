"""Timing: many runs after a few warm ones, the median and the tail in milliseconds."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Milliseconds of ``runs`` runs."""

    p50: float
    p95: float
    runs: int

    @classmethod
    def of(cls, taken: list[float]) -> "Timing":
        return cls(statistics.median(taken), statistics.quantiles(taken, n=20)[18], len(taken))


def timed(run: Callable[[], object], *, runs: int = 200, warm: int = 20) -> Timing:
    for _ in range(warm):
        run()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1000)
    return Timing.of(taken)
