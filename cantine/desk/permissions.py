"""Who asks, who reads what came in, who answers. Sending a quote is billing's to say: whoever welcomes sends what the
price list says, and who answers for the money sends prices of their own."""

from cantine.core.authorization import anyone, by_system, oneself, register
from cantine.places.permissions import staff, team

register({"request.see": staff | by_system | oneself}, level="read")
register({"request.ask": anyone}, level="book")
register(
    {
        "request.write": team | by_system,
        "request.answer": team | by_system,
        "request.note_time": staff | by_system,
        "request.quote": team | by_system,
        "request.settle": by_system,
        "request.forget": by_system,
    },
    level="manage",
)
