"""Who says in whose name a place invoices, who reads the books, and who keeps them. Entries are posted by the acts that
they tell, never by hand: the act has been authorized by then."""

from cantine.core.authorization import by_system, register, role

register({"place.change_entities": role("manager", "treasurer") | by_system}, level="manage")
register({"books.read": role("manager", "treasurer") | by_system}, level="read")
register(
    {
        "books.post": role("treasurer") | by_system,
        "books.close": role("treasurer") | by_system,
        "books.change_chart": role("treasurer") | by_system,
    },
    level="manage",
)
