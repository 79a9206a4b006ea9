"""Addresses of bookings."""

from cantine.booking.policies import by_signature, by_tablet
from cantine.booking.views import (
    acts,
    blocking,
    booking,
    closing,
    date,
    details,
    devices,
    domiciliations,
    external,
    feeds,
    here,
    keys,
    kiosk,
    links,
    move,
    occupancy,
    occupations,
    of_person,
    outbox,
    people,
    planning,
    post,
    presences,
    sensors,
    today,
    waiting,
    writing,
)
from cantine.core.rates import Limit
from cantine.core.routes import anyone, oneself, page, signed_in
from cantine.places.policies import at_place

app_name = "booking"
see = at_place("place.see_planning")
ATTEMPTS = Limit("booking", 30, 60)  # of one person; the API has its own limit
letters = at_place("booking.see_letters")
calendars = at_place("booking.make_place_feed")
team = at_place("booking.see_all")
door = at_place("visit.see")
numbers = at_place("visit.see_occupancy")
set_up = at_place("device.manage")
blocks = at_place("booking.block")
hours = at_place("place.change_hours")
writes = at_place("message.send")
mail = at_place("mail.see")
lets = at_place("occupation.manage")
lets_seen = at_place("occupation.see_all")
key_register = at_place("key.see")
domicile = at_place("domiciliation.manage")
urlpatterns = [
    page("accueil/", kiosk.home, policy=by_tablet, name="kiosk", methods=["GET"]),
    page("accueil/planning/", kiosk.planning, policy=by_tablet, name="kiosk_planning", methods=["GET"]),
    page("accueil/arriver/", kiosk.arrive, policy=by_tablet, name="kiosk_arrive", methods=["POST"]),
    page("accueil/partir/", kiosk.leave, policy=by_tablet, name="kiosk_leave", methods=["POST"]),
    page("accueil/invite/", kiosk.guest, policy=by_tablet, name="kiosk_guest", methods=["POST"]),
    page("accueil/journee/", kiosk.opening, policy=by_tablet, name="kiosk_opening"),
    page("accueil/appairer/<str:secret>/", kiosk.pair, policy=anyone, name="pair"),
    page("capteurs/<uuid:device>/", sensors.receive, policy=by_signature, name="sensor", methods=["POST"]),
    page("moi/passage/", here.my_pass, policy=oneself, name="my_pass", methods=["GET"]),
    page("<slug:place>/je-suis-la/", here.i_am_here, policy=at_place("visit.be_here"), name="i_am_here"),
    page("<slug:place>/presences/", presences.show, policy=door, name="presences", methods=["GET"]),
    page("<slug:place>/presences/affiche/", here.poster, policy=door, name="poster", methods=["GET"]),
    page("<slug:place>/presences/arrivee/", presences.arrive, policy=door, name="arrive", methods=["POST"]),
    page(
        "<slug:place>/presences/<uuid:visit>/depart/",
        presences.leave,
        policy=door,
        name="leave_visit",
        methods=["POST"],
    ),
    page("<slug:place>/presences/invites/", presences.guests, policy=door, name="guests", methods=["POST"]),
    page("<slug:place>/presences/compte/", presences.headcount, policy=door, name="headcount", methods=["POST"]),
    page("<slug:place>/presences/liste.csv", presences.download, policy=door, name="presences_csv", methods=["GET"]),
    page("<slug:place>/frequentation/", occupancy.show, policy=numbers, name="occupancy", methods=["GET"]),
    page(
        "<slug:place>/frequentation/chiffres.csv",
        occupancy.download,
        policy=numbers,
        name="occupancy_csv",
        methods=["GET"],
    ),
    page("<slug:place>/presences/carte/", devices.card, policy=door, name="visitor_card", methods=["POST"]),
    page("<slug:place>/presences/<uuid:visit>/", presences.correct, policy=door, name="correct_visit"),
    page("<slug:place>/reglages/accueil/", devices.show, policy=set_up, name="devices", methods=["GET"]),
    page("<slug:place>/reglages/accueil/nouveau/", devices.add, policy=set_up, name="add_device", methods=["POST"]),
    page("<slug:place>/reglages/accueil/code/", devices.code, policy=set_up, name="opening_code", methods=["POST"]),
    page(
        "<slug:place>/reglages/accueil/<uuid:device>/lien/",
        devices.renew,
        policy=set_up,
        name="renew_device",
        methods=["POST"],
    ),
    page(
        "<slug:place>/reglages/accueil/<uuid:device>/revoquer/",
        devices.revoke,
        policy=set_up,
        name="revoke_device",
        methods=["POST"],
    ),
    page("annuler/<str:token>/", links.cancel, policy=anyone, name="quick_cancel"),
    page("flux/<str:token>.ics", feeds.read, policy=anyone, name="feed", methods=["GET"]),
    page("moi/agendas/", feeds.mine, policy=signed_in, name="my_feeds"),
    page("moi/agendas/<uuid:feed>/fermer/", feeds.close_mine, policy=signed_in, name="close_feed", methods=["POST"]),
    page("<slug:place>/reglages/importer-un-agenda/", external.bring_in, policy=blocks, name="bring_in"),
    page("<slug:place>/reglages/agendas/", feeds.of_place, policy=calendars, name="place_feeds"),
    page(
        "<slug:place>/reglages/agendas/<uuid:feed>/fermer/",
        feeds.close_of_place,
        policy=calendars,
        name="close_place_feed",
        methods=["POST"],
    ),
    page("desabonner/<str:token>/", writing.stop, policy=anyone, name="stop_news"),
    page("<slug:place>/ecrire/", writing.write, policy=writes, name="write"),
    page("<slug:place>/ecrire/envois/", writing.sent, policy=writes, name="messages", methods=["GET"]),
    page("<slug:place>/ecrire/<uuid:message>/", writing.show, policy=writes, name="message", methods=["GET"]),
    page("offre/<str:token>/", links.offer, policy=anyone, name="quick_offer"),
    page("moi/nouvelles/", writing.my_news, policy=signed_in, name="my_news"),
    page("moi/cles/", keys.mine, policy=oneself, name="my_keys", methods=["GET"]),
    page("moi/espaces/", occupations.mine, policy=oneself, name="my_occupations", methods=["GET"]),
    page("moi/espaces/<uuid:wish>/quitter/", occupations.leave, policy=signed_in, name="leave_wish", methods=["POST"]),
    page("moi/courrier/", post.mine, policy=oneself, name="my_mail", methods=["GET"]),
    page("moi/attente/", waiting.mine, policy=oneself, name="my_waiting", methods=["GET"]),
    page("moi/attente/<uuid:waiting>/quitter/", waiting.leave, policy=signed_in, name="leave", methods=["POST"]),
    page(
        "<slug:place>/attente/",
        waiting.join,
        policy=at_place("booking.request"),
        name="wait",
        methods=["POST"],
        limit=ATTEMPTS,
    ),
    page("boite-d-envoi/", outbox.demo, policy=anyone, name="outbox", methods=["GET"]),
    page("boite-d-envoi/<uuid:letter>/", outbox.demo_letter, policy=anyone, name="outbox_letter", methods=["GET"]),
    page("boite-d-envoi/<uuid:letter>/html/", outbox.demo_html, policy=anyone, name="outbox_html", methods=["GET"]),
    page("boite-d-envoi/<uuid:letter>/ics/", outbox.demo_ics, policy=anyone, name="outbox_ics", methods=["GET"]),
    page("<slug:place>/courrier/", outbox.place_log, policy=letters, name="letters", methods=["GET"]),
    page("<slug:place>/courrier/<uuid:letter>/", outbox.place_letter, policy=letters, name="letter", methods=["GET"]),
    page("<slug:place>/cles/", keys.register, policy=key_register, name="keys"),
    page("<slug:place>/cles/<uuid:door_key>/", keys.show, policy=key_register, name="key"),
    page("<slug:place>/occupations/", occupations.register, policy=lets_seen, name="occupations"),
    page("<slug:place>/occupations/nouvelle/", occupations.begin, policy=lets, name="let"),
    page("<slug:place>/occupations/attente/", occupations.wait, policy=lets, name="occupation_wait"),
    page("<slug:place>/occupations/demander/", occupations.ask, policy=at_place("booking.request"), name="ask_space"),
    page("<slug:place>/occupations/<uuid:occupation>/", occupations.show, policy=lets, name="occupation"),
    page("<slug:place>/domiciliation/", domiciliations.counter, policy=mail, name="post"),
    page("<slug:place>/domiciliation/nouvelle/", domiciliations.begin, policy=domicile, name="domicile"),
    page("<slug:place>/domiciliation/<uuid:domiciliation>/", domiciliations.show, policy=mail, name="domiciliation"),
    page("<slug:place>/aujourdhui/", today.show, policy=team, name="today", methods=["GET"]),
    page(
        "<slug:place>/personnes/",
        people.suggest,
        policy=at_place("booking.for_others"),
        name="people",
        methods=["GET"],
    ),
    page("<slug:place>/reglages/horaires/fermer/", closing.close, policy=hours, name="close"),
    page(
        "<slug:place>/reglages/espaces/<slug:resource>/retirer/",
        closing.retire,
        policy=at_place("place.change_spaces"),
        name="retire",
    ),
    page("<slug:place>/indisponible/", blocking.withdraw, policy=blocks, name="block"),
    page(
        "<slug:place>/indisponible/<uuid:blocking>/lever/",
        blocking.give_back,
        policy=blocks,
        name="lift",
        methods=["POST"],
    ),
    page(
        "<slug:place>/membres/<uuid:contact>/reservations/",
        of_person.show,
        policy=at_place("booking.see_all"),
        name="bookings_of",
        methods=["GET"],
    ),
    page("<slug:place>/planning/", planning.day, policy=see, name="planning", methods=["GET"]),
    page("<slug:place>/planning/semaine/", planning.week, policy=see, name="week", methods=["GET"]),
    page("<slug:place>/planning/mois/", planning.month, policy=see, name="month", methods=["GET"]),
    page("<slug:place>/planning/mur/", planning.wall, policy=see, name="wall", methods=["GET"]),
    page("<slug:place>/reserver/", booking.choose, policy=see, name="choose", methods=["GET"]),
    page("<slug:place>/reserver/<slug:resource>/", booking.book, policy=see, name="book", limit=ATTEMPTS),
    page(
        "<slug:place>/dates/<uuid:date>/", date.show, policy=at_place("booking.request"), name="date", methods=["GET"]
    ),
    page("<slug:place>/dates/<uuid:date>/annuler/", date.cancel, policy=at_place("booking.request"), name="cancel"),
    page(
        "<slug:place>/dates/<uuid:date>/corriger/",
        details.change,
        policy=at_place("booking.request"),
        name="change",
        limit=ATTEMPTS,
    ),
    page(
        "<slug:place>/dates/<uuid:date>/deplacer/",
        move.move,
        policy=at_place("booking.request"),
        name="move",
        limit=ATTEMPTS,
    ),
    page(
        "<slug:place>/dates/<uuid:date>/agenda.ics",
        date.calendar,
        policy=at_place("booking.request"),
        name="calendar",
        methods=["GET"],
    ),
    page(
        "<slug:place>/dates/<uuid:date>/<slug:act>/",
        acts.act,
        policy=at_place("booking.request"),
        name="act",
        methods=["POST"],
        limit=ATTEMPTS,
    ),
]
