"""Addresses of the request desk, of its quotes, and of their answer."""

from cantine.core.routes import anyone, page
from cantine.desk.views import answer, board, coming, granting, paper, quote, quoting, request
from cantine.places.policies import at_place

app_name = "desk"
see, write, offer = at_place("request.see"), at_place("request.write"), at_place("request.quote")
quotes, send, ask = at_place("quote.see"), at_place("quote.send"), at_place("request.ask")
GET, POST = ["GET"], ["POST"]
BOARD = "<slug:place>/demandes/"
ONE = f"{BOARD}<uuid:asked>/"
QUOTES = "<slug:place>/devis/"
QUOTE = f"{QUOTES}<uuid:quote>/"
urlpatterns = [
    page("devis/<str:link>/", answer.answer, policy=anyone, name="answer"),
    page("devis/<str:link>/devis.pdf", answer.answer_pdf, policy=anyone, name="answer_pdf", methods=GET),
    page("<slug:place>/demander/", coming.ask, policy=ask, name="ask"),
    page("<slug:place>/demander/merci/", coming.thanks, policy=ask, name="thanks", methods=GET),
    page(BOARD, board.board, policy=see, name="board", methods=GET),
    page(f"{BOARD}mois/", board.months, policy=see, name="months", methods=GET),
    page(f"{BOARD}coller/", coming.paste, policy=write, name="paste"),
    page(f"{BOARD}telephone/", coming.phone, policy=write, name="phone"),
    page(f"{BOARD}reponses/", request.answers, policy=write, name="answers"),
    page(ONE, request.request_page, policy=see, name="request", methods=GET),
    page(f"{ONE}suivi/", request.follow, policy=write, name="follow", methods=POST),
    page(f"{ONE}etat/", request.move, policy=write, name="move", methods=POST),
    page(f"{ONE}note/", request.note, policy=write, name="note", methods=POST),
    page(f"{ONE}temps/", request.time, policy=at_place("request.note_time"), name="time", methods=POST),
    page(f"{ONE}repondre/", request.reply, policy=at_place("request.answer"), name="reply", methods=POST),
    page(f"{ONE}devis/", quoting.offer, policy=offer, name="offer"),
    page(QUOTES, quote.quotes, policy=quotes, name="quotes", methods=GET),
    page(QUOTE, quote.quote_page, policy=quotes, name="quote", methods=GET),
    page(f"{QUOTE}devis.pdf", quote.quote_pdf, policy=quotes, name="quote_pdf", methods=GET),
    page(f"{QUOTE}retirer-ligne/", quote.remove_line, policy=offer, name="remove_line", methods=POST),
    page(f"{QUOTE}salles/<uuid:date>/retirer/", quote.remove_room, policy=offer, name="remove_room", methods=POST),
    page(f"{QUOTE}option/", quote.set_option, policy=offer, name="set_option", methods=POST),
    page(f"{QUOTE}remise/", granting.grant, policy=offer, name="grant", methods=POST),
    page(f"{QUOTE}retirer-remise/", granting.take_back, policy=offer, name="take_back_discount", methods=POST),
    page(f"{QUOTES}<uuid:offer>/accord/", paper.note, policy=at_place("quote.note_answer"), name="note_acceptance"),
    page(f"{QUOTE}envoyer/", quote.send, policy=send, name="send", methods=POST),
    page(f"{QUOTE}reprendre/", quote.withdraw, policy=send, name="withdraw", methods=POST),
    page(f"{QUOTE}jeter/", quote.drop, policy=offer, name="drop", methods=POST),
    page(f"{QUOTE}version/", quote.revise, policy=offer, name="revise", methods=POST),
]
