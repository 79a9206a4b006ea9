"""Writes of accounting: who invoices."""

from cantine.accounting.commands.entities import choose_seller, retire_legal_entity, set_legal_entity

__all__ = ["choose_seller", "retire_legal_entity", "set_legal_entity"]
