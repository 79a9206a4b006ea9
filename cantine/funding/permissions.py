"""Who reads the economy of a place, and who writes it. An elected official reads the public page, where there is one."""

from cantine.core.authorization import by_system, register, role

register({"economy.see": role("manager", "treasurer") | by_system}, level="read")
register(
    {
        "grant.write": role("manager", "treasurer") | by_system,
        "cost.write": role("manager", "treasurer") | by_system,
        "support.write": role("manager", "treasurer") | by_system,
        "receipt.issue": role("manager", "treasurer") | by_system,
        "receipt.set": role("manager", "treasurer") | by_system,
        "economy.publish": role("manager", "treasurer") | by_system,
        "economy.write": role("manager", "treasurer") | by_system,
    },
    level="manage",
)
