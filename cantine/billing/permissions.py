"""Who sees what is owed, who prepares and issues, who takes money. Charges are made by the acts that they are the price
of, never by hand."""

from cantine.core.authorization import by_system, oneself, register, role

books = role("manager", "treasurer") | by_system
counter = role("manager", "treasurer", "host") | by_system

desk = role("manager", "treasurer", "host") | by_system

till = role("manager", "treasurer", "host", "volunteer") | by_system

register(
    {
        "online.see": books,
        "charge.see": books,
        "invoice.see": books | oneself,
        "payment.see": books,
        "quote.see": desk | oneself,
        "report.see": books,
    },
    level="read",
)
# Whoever opens the house rings: a volunteer on a Saturday too. Taking back what a closed day sold, and offering more than
# the place says, is for who answers for the money.
register({"sale.see": till}, level="read")
register(
    {
        "sale.ring": till,
        "sale.reverse": till,
        "sale.reverse_closed": books,
        "sale.offer_more": books,
        "sale.invoice": desk,
        "sale.close": by_system,
        "counter.change": books,
    },
    level="manage",
)
register(
    {
        "charge.make": by_system,
        "charge.settle": by_system,
        "invoice.prepare": books,
        "invoice.issue": books,
        "invoice.credit": books,
        "invoice.take_over": books,
        "invoice.send": books,
        "invoice.remind": books,
        "invoice.make_files": by_system,
        "payer.write": books | oneself,
        "payer.forget": by_system,
        "bank.import": books,
        "bank.match": books,
        "payment.record": counter,
        "payment.undo": books,
        # Whoever welcomes may offer what the price list says; a price of one's own is for who answers for the money.
        "quote.prepare": desk,
        "quote.send": desk,
        "quote.send_own_prices": books,
        "quote.answer": by_system,
        "quote.note_answer": desk,
        "debit.manage": books,
        "debit.sign": by_system,
        "online.connect": books,
        "online.charge": books,
        "online.refund": books,
        "online.follow": by_system,
        "online.practise": by_system,
        "report.set": books,
        "report.make": books,
        "report.send": books,
        "report.follow": by_system,
    },
    level="manage",
)
register({"online.start": books | oneself, "online.authorise": books | oneself}, level="book")
