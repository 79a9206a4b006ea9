"""What people may do with bookings, visits, letters and keys, in words: for the page of who may do what."""

from django.utils.translation import gettext_lazy

from cantine.core.authorization import name_actions

name_actions(
    "booking",
    gettext_lazy("Bookings"),
    {
        "booking.see": gettext_lazy("See the details of a booking"),
        "booking.see_all": gettext_lazy("See the details of every booking"),
        "booking.request": gettext_lazy("Ask for a room, or book it"),
        "booking.cancel": gettext_lazy("Cancel a booking"),
        "booking.move": gettext_lazy("Move a booking"),
        "booking.change": gettext_lazy("Correct what a booking says"),
        "booking.for_others": gettext_lazy("Book for somebody else"),
        "booking.override": gettext_lazy("Pass over the rules of a room, never over another booking"),
        "booking.hold": gettext_lazy("Put an option on a room"),
        "booking.answer": gettext_lazy("Answer requests"),
        "booking.settle_held": gettext_lazy("Settle options that wait for a quote"),
        "booking.mark_no_show": gettext_lazy("Say that somebody did not come"),
        "booking.block": gettext_lazy("Withdraw a room for a while"),
        "booking.redraw": gettext_lazy("Count dates to come anew when a plan changes"),
        "booking.expire": gettext_lazy("End what has run out"),
        "booking.forget_person": gettext_lazy("Forget an erased person"),
        "booking.tell": gettext_lazy("Write to people about their bookings"),
        "booking.make_own_feed": gettext_lazy("Make a secret calendar of one’s own dates"),
        "booking.make_place_feed": gettext_lazy("Make a secret calendar of a room or of the place"),
        "booking.note_feed_read": gettext_lazy("Note that a calendar was read"),
        "booking.wait": gettext_lazy("Wait in line for a room"),
        "booking.offer": gettext_lazy("Offer a room to who waits first"),
        "booking.see_letters": gettext_lazy("Read the letters that were sent"),
    },
)
name_actions(
    "message",
    gettext_lazy("Messages"),
    {
        "message.send": gettext_lazy("Write to a group of people"),
        "message.post_letters": gettext_lazy("Post the letters of a message"),
        "message.stop_news": gettext_lazy("Stop the news of a place"),
    },
)
name_actions(
    "occupation",
    gettext_lazy("Occupations by the month"),
    {
        "occupation.manage": gettext_lazy("Let a space for months, move it, end it"),
        "occupation.see_all": gettext_lazy("See every occupation"),
        "occupation.wish": gettext_lazy("Ask to be on the waiting list of a space"),
    },
)
name_actions(
    "visit",
    gettext_lazy("Visits"),
    {
        "visit.see": gettext_lazy("See who is here and who came"),
        "visit.see_own": gettext_lazy("See one’s own visits"),
        "visit.see_door": gettext_lazy("See the screen at the door"),
        "visit.see_occupancy": gettext_lazy("See how full the place is"),
        "visit.be_here": gettext_lazy("Say “I am here”"),
        "visit.check_in": gettext_lazy("Check somebody in"),
        "visit.check_out": gettext_lazy("Check somebody out"),
        "visit.charge": gettext_lazy("Count what visits use of what people have in advance"),
        "visit.count": gettext_lazy("Count a guest"),
        "visit.take_headcount": gettext_lazy("Write the day’s headcount"),
        "visit.correct": gettext_lazy("Correct a visit"),
        "visit.open_day": gettext_lazy("Open the day"),
        "visit.close_day": gettext_lazy("Close the day"),
        "visit.give_opening_code": gettext_lazy("Give an opening code"),
        "visit.make_card": gettext_lazy("Make a visitor’s card"),
        "occupancy.rebuild": gettext_lazy("Count the occupancy again"),
        "device.manage": gettext_lazy("Add and remove tablets, sensors and doors"),
        "device.pair": gettext_lazy("Pair a tablet"),
        "device.note": gettext_lazy("Take what a device says"),
    },
)
name_actions(
    "domiciliation",
    gettext_lazy("Addresses of organisations"),
    {
        "domiciliation.see": gettext_lazy("See who has its address here, and its papers"),
        "domiciliation.manage": gettext_lazy("Give an organisation the place’s address, sign its contract, end it"),
        "domiciliation.set": gettext_lazy("Write down the approval of the prefecture"),
        "domiciliation.follow": gettext_lazy("Tell the team of mail that nobody collects"),
    },
)
name_actions(
    "mail",
    gettext_lazy("Mail received"),
    {
        "mail.see": gettext_lazy("See the mail received"),
        "mail.receive": gettext_lazy("Note mail that comes"),
        "mail.hand_over": gettext_lazy("Hand mail over, forward it, send it back"),
        "mail.announce": gettext_lazy("Announce mail to an organisation’s people"),
    },
)
name_actions(
    "key",
    gettext_lazy("Keys and badges"),
    {
        "key.see": gettext_lazy("See who has which key"),
        "key.manage": gettext_lazy("Add a key or a badge, retire it"),
        "key.lend": gettext_lazy("Lend a key, take it back, declare it lost"),
        "key.remind": gettext_lazy("Ask for a key that is late"),
    },
)
