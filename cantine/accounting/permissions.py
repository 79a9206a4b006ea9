"""Who says in whose name a place invoices."""

from cantine.core.authorization import by_system, register, role

register({"place.change_entities": role("manager", "treasurer") | by_system}, level="manage")
