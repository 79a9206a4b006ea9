"""Benches: what the product costs beside raw SQL doing the same work on the same rows, in one run, fsync on.

``python -m bench`` (``make bench``) runs them all, prints a table and writes ``bench/results/latest.json``. Nothing here is
a timed test: a bench measures, a person judges. Method: docs/reference/performance.md.
"""
