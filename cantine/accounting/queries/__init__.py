"""Reads of accounting: who invoices."""

from cantine.accounting.queries.entities import LegalEntityRef, entities_of, entity_of, find_entity, proposal_of

__all__ = ["LegalEntityRef", "entities_of", "entity_of", "find_entity", "proposal_of"]
