"""Addresses of bookings."""

from cantine.booking.views import booking, date, feeds, links, move, outbox, planning, waiting
from cantine.core.routes import anyone, oneself, page, signed_in
from cantine.places.policies import at_place

app_name = "booking"
see = at_place("place.see_planning")
letters = at_place("booking.see_letters")
calendars = at_place("booking.make_place_feed")
urlpatterns = [
    page("annuler/<str:token>/", links.cancel, policy=anyone, name="quick_cancel"),
    page("flux/<str:token>.ics", feeds.read, policy=anyone, name="feed", methods=["GET"]),
    page("moi/agendas/", feeds.mine, policy=signed_in, name="my_feeds"),
    page("moi/agendas/<uuid:feed>/fermer/", feeds.close_mine, policy=signed_in, name="close_feed", methods=["POST"]),
    page("<slug:place>/reglages/agendas/", feeds.of_place, policy=calendars, name="place_feeds"),
    page(
        "<slug:place>/reglages/agendas/<uuid:feed>/fermer/",
        feeds.close_of_place,
        policy=calendars,
        name="close_place_feed",
        methods=["POST"],
    ),
    page("offre/<str:token>/", links.offer, policy=anyone, name="quick_offer"),
    page("moi/attente/", waiting.mine, policy=oneself, name="my_waiting", methods=["GET"]),
    page("moi/attente/<uuid:waiting>/quitter/", waiting.leave, policy=signed_in, name="leave", methods=["POST"]),
    page("<slug:place>/attente/", waiting.join, policy=at_place("booking.request"), name="wait", methods=["POST"]),
    page("boite-d-envoi/", outbox.demo, policy=anyone, name="outbox", methods=["GET"]),
    page("boite-d-envoi/<uuid:letter>/", outbox.demo_letter, policy=anyone, name="outbox_letter", methods=["GET"]),
    page("boite-d-envoi/<uuid:letter>/html/", outbox.demo_html, policy=anyone, name="outbox_html", methods=["GET"]),
    page("boite-d-envoi/<uuid:letter>/ics/", outbox.demo_ics, policy=anyone, name="outbox_ics", methods=["GET"]),
    page("<slug:place>/courrier/", outbox.place_log, policy=letters, name="letters", methods=["GET"]),
    page("<slug:place>/courrier/<uuid:letter>/", outbox.place_letter, policy=letters, name="letter", methods=["GET"]),
    page("<slug:place>/planning/", planning.day, policy=see, name="planning", methods=["GET"]),
    page("<slug:place>/planning/semaine/", planning.week, policy=see, name="week", methods=["GET"]),
    page("<slug:place>/planning/mois/", planning.month, policy=see, name="month", methods=["GET"]),
    page("<slug:place>/planning/mur/", planning.wall, policy=see, name="wall", methods=["GET"]),
    page("<slug:place>/reserver/", booking.choose, policy=see, name="choose", methods=["GET"]),
    page("<slug:place>/reserver/<slug:resource>/", booking.book, policy=see, name="book"),
    page(
        "<slug:place>/dates/<uuid:date>/", date.show, policy=at_place("booking.request"), name="date", methods=["GET"]
    ),
    page("<slug:place>/dates/<uuid:date>/annuler/", date.cancel, policy=at_place("booking.request"), name="cancel"),
    page("<slug:place>/dates/<uuid:date>/deplacer/", move.move, policy=at_place("booking.request"), name="move"),
]
