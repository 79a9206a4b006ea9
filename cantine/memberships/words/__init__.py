"""The words of memberships, registered at start: sentences of refusals, names of actions, parts of the export, files of letters."""

from cantine.memberships.words import (  # noqa: F401  each registers its own
    attachments,
    certifications,
    deferrals,
    dues,
    passes,
    plans,
    portability,
    shares,
)
