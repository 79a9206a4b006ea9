"""Who may do what with bookings. Whether a wish fits the rules of the resource is another question: see the rules."""

from cantine.core.authorization import anyone, by_system, oneself, register, role, signed_in
from cantine.places.permissions import at_the_door, manager, shift_taker, staff, team

register({"booking.see": oneself | team, "booking.see_all": team}, level="read")
register(
    {
        "booking.request": signed_in | by_system,
        "booking.cancel": oneself | team | by_system,
        "booking.move": oneself | team,
        "booking.change": oneself | team,
        "booking.wait": oneself,
        "booking.make_own_feed": oneself,
        "message.stop_news": oneself,
    },
    level="book",
)
register(
    {
        "booking.for_others": team | by_system,
        "booking.override": team | by_system,
        "booking.hold": team | by_system,
        "booking.answer": team,
        "booking.settle_held": role("treasurer") | team | by_system,
        "booking.mark_no_show": team,
        "booking.block": team | by_system,
        "booking.expire": by_system,
        "booking.redraw": by_system,
        "booking.forget_person": by_system,
        "booking.offer": by_system,
        "booking.make_place_feed": team,
        "booking.note_feed_read": by_system,
        "booking.tell": by_system,
        "booking.see_letters": team,
    },
    level="manage",
)

register({"occupation.see_all": staff}, level="read")
register(
    {
        "occupation.manage": team | by_system,
        "occupation.wish": oneself | team | by_system,
        "message.send": team | by_system,
        "message.post_letters": by_system,
    },
    level="manage",
)

# Visits. Whoever signs in may say that they are at a place; the tablet at the door says it for who shows a code.
register(
    {
        "visit.be_here": signed_in,
        "visit.see_own": oneself | team,
        "visit.check_in": oneself | team | at_the_door | by_system,
        "visit.check_out": oneself | team | at_the_door | by_system,
    },
    level="book",
)
register(
    {
        "visit.see": team,
        "visit.see_door": at_the_door | team,
        "visit.see_occupancy": staff,
        "visit.charge": by_system,
        "visit.count": team | at_the_door | by_system,
        "visit.take_headcount": shift_taker | at_the_door | by_system,
        "visit.correct": team,
        "visit.make_card": team,
        "visit.close_day": shift_taker | at_the_door | by_system,
        "visit.open_day": at_the_door | team,
        "visit.give_opening_code": team,
        "device.manage": manager | by_system,
        "device.pair": anyone,
        "device.note": at_the_door | by_system,
        "occupancy.rebuild": by_system,
    },
    level="manage",
)

# Letters received, keys lent: at the counter, whoever welcomes. One's own are read without a right, by their own scope.
register({"mail.see": team, "key.see": team}, level="read")
# Whoever keeps the books reads who has an address here, and its papers: they are contracts that are charged.
register({"domiciliation.see": team | role("treasurer")}, level="read")
register(
    {
        "domiciliation.manage": team | by_system,
        "domiciliation.set": manager | by_system,
        "domiciliation.follow": by_system,
        "mail.receive": team | by_system,
        "mail.hand_over": team | by_system,
        "mail.announce": by_system,
        "key.manage": team | by_system,
        "key.lend": team | by_system,
        "key.remind": by_system,
    },
    level="manage",
)
