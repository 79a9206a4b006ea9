"""The words of memberships, registered at start: sentences of refusals, names of actions, parts of the export."""

from cantine.memberships.words import certifications, deferrals, passes, plans, portability  # noqa: F401  each registers its own
