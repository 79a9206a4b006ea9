"""Reads of what persons and organisations are entitled to."""

from cantine.memberships.queries.certifications import CertificationLine, Held, certification_lines, certifications_of

__all__ = ["CertificationLine", "Held", "certification_lines", "certifications_of"]
