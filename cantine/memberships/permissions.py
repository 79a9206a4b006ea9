"""Who gives certifications, sets and sells plans and passes, sees what somebody has left, who draws it; who asks for dues and
takes them."""

from cantine.core.authorization import anyone, by_system, oneself, register, role, signed_in
from cantine.places.permissions import staff, team

register({"certification.see": team}, level="read")
register({"certification.give": team | by_system, "certification.revoke": team | by_system}, level="manage")
register({"certification.forget": by_system}, level="manage")

books = role("manager", "treasurer")

register(
    {"pass.see_sold": anyone, "allowance.see": staff, "subscription.see_all": staff, "allowance.see_own": signed_in},
    level="read",
)
# One buys for oneself what is sold online; the team sells anything to anybody.
register(
    {
        "pass.buy": signed_in,
        "pass.sell": oneself | staff | by_system,
        "subscription.take": oneself | staff | by_system,
        "subscription.change": oneself | staff | by_system,
        "subscription.pause": oneself | staff | by_system,
        "subscription.stop": oneself | staff | by_system,
        "subscription.consent": oneself | staff | by_system,
    },
    level="book",
)
register(
    {
        "place.change_passes": books | by_system,
        "allowance.grant": books | by_system,
        "pass.take_over": books | by_system,
        "right.share": staff | by_system,
        "place.change_plans": books | by_system,
        "subscription.charge": books | by_system,
        "subscription.waive": staff | by_system,
        "subscription.annul": staff | by_system,
        "subscription.end": by_system,
        "allowance.draw": staff | by_system,
        "allowance.expire": by_system,
    },
    level="manage",
)

# The counter takes the money of dues as it takes that of invoices; to waive them, or to undo a payment, is for the books.
register({"dues.see": staff, "dues.see_own": signed_in, "dues.join": anyone}, level="read")
register({"dues.call": oneself | staff | by_system}, level="book")
register(
    {
        "place.change_dues": books | by_system,
        "dues.pay": staff | by_system,
        "dues.waive": books | by_system,
        "dues.drop": books | by_system,
        "dues.renew": books | by_system,
        "dues.bring_in": books | by_system,
        "dues.confirm": by_system,
        "dues.follow": by_system,
        "paper.make": by_system,
    },
    level="manage",
)

# The register of shares is the company's: whoever keeps its books keeps it.
register({"shares.see": books | by_system, "shares.see_own": signed_in}, level="read")
register({"shares.subscribe": books | by_system, "shares.certify": oneself | books | by_system}, level="book")
register(
    {
        "shares.set": books | by_system,
        "shares.keep": books | by_system,
        "shares.take_over": books | by_system,
        "shares.annul": books | by_system,
        "shares.sign": by_system,
    },
    level="manage",
)
