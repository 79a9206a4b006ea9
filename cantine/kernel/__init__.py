"""Values of no domain: intervals, refusals, folded text. Standard library only, no clock, no I/O."""
