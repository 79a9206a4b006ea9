"""Who sees what is owed. Charges are made by the acts that they are the price of, never by hand."""

from cantine.core.authorization import by_system, register, role

books = role("manager", "treasurer")

register({"charge.see": books}, level="read")
register({"charge.make": by_system, "charge.settle": by_system}, level="manage")
