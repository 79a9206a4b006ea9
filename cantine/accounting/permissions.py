"""Who says in whose name a place invoices, who reads the books, who keeps them, and who closes the drawer. Entries are
posted by the acts that they tell, which have been authorized by then; what no act tells, by the treasurer."""

from cantine.core.authorization import by_system, register, role

register({"place.change_entities": role("manager", "treasurer") | by_system}, level="manage")
register({"books.read": role("manager", "treasurer") | by_system}, level="read")
register(
    {
        "books.post": role("treasurer") | by_system,
        "books.take_over": role("manager", "treasurer") | by_system,
        "books.close": role("treasurer") | by_system,
        "books.change_chart": role("treasurer") | by_system,
    },
    level="manage",
)
register({"cheque.remit": role("manager", "treasurer") | by_system}, level="manage")
register({"cash.see": role("manager", "treasurer", "host") | by_system}, level="read")
register(
    {
        "cash.take": by_system,
        # A volunteer who opened alone counts the drawer at night, and sees no other day.
        "cash.close_day": role("manager", "treasurer", "host", "volunteer") | by_system,
        "cash.open": role("manager", "treasurer") | by_system,
        "cash.close_span": role("manager", "treasurer") | by_system,
    },
    level="manage",
)
