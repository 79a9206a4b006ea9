"""Who may fill the reference tables: the program itself."""

from cantine.core.authorization import by_system, register

register({"territory.load": by_system}, level="manage")
