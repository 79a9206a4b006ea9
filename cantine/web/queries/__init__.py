"""Reads that cross domains: what a file would make of a place."""

from cantine.web.queries.plans import AnyPlan, plan_of

__all__ = ["AnyPlan", "plan_of"]
