"""Addresses of a place's own pages, and of opening one."""

from cantine.core.routes import anyone, page, signed_in
from cantine.places.policies import at_place
from cantine.places.views import (
    front,
    house_life,
    matrix,
    members,
    notices,
    opening,
    photo,
    settings_hours,
    settings_photos,
    settings_place,
    settings_spaces,
    settings_team,
    shifts,
)

app_name = "places"
see, change, change_spaces, change_hours, give_role, contacts = (
    at_place(action)
    for action in (
        "place.see",
        "place.change",
        "place.change_spaces",
        "place.change_hours",
        "place.give_role",
        "place.see_contacts",
    )
)
SETTINGS = "<slug:place>/reglages/"
MEMBERS = "<slug:place>/membres/"
OPENING = "<slug:place>/ouvrir/"
POST = ["POST"]
GET = ["GET"]
TEAM = "<slug:place>/equipe/"
HOUSE = "<slug:place>/vie-de-la-maison/"
see_shifts, plan_shifts, see_hours, see_house_life, write_house_life, post_notice = (
    at_place(f"place.{action}")
    for action in (
        "see_shifts", "plan_shifts", "see_hours_given", "see_house_life", "write_house_life", "post_notice",
    )
)  # fmt: skip
urlpatterns = [
    page("ouvrir-un-lieu/", opening.start, policy=signed_in, name="open"),
    page("ouvrir-un-lieu/communes/", opening.communes, policy=signed_in, name="communes", methods=["GET"]),
    page("<slug:place>/", front.front, policy=see, name="front", methods=["GET"]),
    page("<slug:place>/reglement/", front.house_rules, policy=see, name="read_house_rules", methods=["GET"]),
    page(
        "<slug:place>/photos/<uuid:photo>/<int:width>.<slug:ending>",
        photo.photo,
        policy=anyone,
        name="photo",
        methods=["GET"],
    ),
    page(
        "<slug:place>/qui-peut-quoi/",
        matrix.show,
        policy=at_place("place.see_matrix"),
        name="matrix",
        methods=["GET"],
    ),
    page(f"{OPENING}espaces/", opening.spaces, policy=change_spaces, name="opening_spaces"),
    page(f"{OPENING}horaires/", opening.hours, policy=change_hours, name="opening_hours"),
    page(f"{OPENING}fin/", opening.opened, policy=change, name="opened", methods=["GET"]),
    page(SETTINGS, settings_place.about, policy=change, name="settings"),
    page(f"{SETTINGS}publier/", settings_place.publish, policy=change, name="publish", methods=POST),
    page(f"{SETTINGS}reservations/", settings_place.booking_rules, policy=change, name="booking_rules"),
    page(f"{SETTINGS}reglement/", settings_place.house_rules, policy=change, name="house_rules"),
    page(f"{SETTINGS}espaces/", settings_spaces.spaces, policy=change_spaces, name="spaces"),
    page(f"{SETTINGS}espaces/ajouter/", settings_spaces.add, policy=change_spaces, name="add_resource"),
    page(f"{SETTINGS}espaces/zones/", settings_spaces.areas, policy=change_spaces, name="areas"),
    page(f"{SETTINGS}espaces/types/", settings_spaces.kinds, policy=change_spaces, name="kinds"),
    page(f"{SETTINGS}espaces/<slug:resource>/modifier/", settings_spaces.edit, policy=change_spaces, name="resource"),
    page(f"{SETTINGS}horaires/", settings_hours.hours, policy=change_hours, name="hours"),
    page(f"{SETTINGS}horaires/periode/", settings_hours.period, policy=change_hours, name="period"),
    page(f"{SETTINGS}horaires/feries/", settings_hours.holidays, policy=change_hours, name="holidays"),
    page(
        f"{SETTINGS}horaires/rouvrir/<uuid:closure>/",
        settings_hours.reopen,
        policy=change_hours,
        name="reopen",
        methods=POST,
    ),
    page(
        f"{SETTINGS}horaires/espaces/<slug:resource>/",
        settings_hours.resource_hours,
        policy=change_hours,
        name="resource_hours",
    ),
    page(f"{SETTINGS}equipe/", settings_team.team, policy=give_role, name="team"),
    page(f"{SETTINGS}equipe/terminer/", settings_team.end, policy=give_role, name="end_role", methods=POST),
    page(
        f"{SETTINGS}equipe/invitations/<uuid:invitation>/",
        settings_team.revoke,
        policy=give_role,
        name="revoke_invitation",
        methods=POST,
    ),
    page(f"{SETTINGS}photos/", settings_photos.photos, policy=change, name="photos"),
    page(f"{SETTINGS}photos/<uuid:photo>/", settings_photos.change, policy=change, name="change_photo", methods=POST),
    page(MEMBERS, members.members, policy=contacts, name="members", methods=["GET"]),
    page(f"{MEMBERS}ajouter/", members.add, policy=give_role, name="add_member"),
    page(f"{MEMBERS}<uuid:contact>/", members.member, policy=contacts, name="member"),
    page(f"{MEMBERS}<uuid:contact>/terminer/", members.end_role, policy=give_role, name="end_member", methods=POST),
    page(f"{TEAM}planning/", shifts.planning, policy=see_shifts, name="shifts"),
    page(f"{TEAM}planning/recopier/", shifts.copy, policy=plan_shifts, name="copy_week", methods=POST),
    page(f"{TEAM}creneaux/<uuid:shift>/<slug:act>/", shifts.act, policy=see_shifts, name="shift_act", methods=POST),
    page(f"{TEAM}heures/", shifts.this_year, policy=see_hours, name="hours_this_year", methods=GET),
    page(f"{TEAM}heures/<int:year>/", shifts.hours, policy=see_hours, name="hours_given"),
    page(f"{TEAM}heures/<int:year>.csv", shifts.hours_csv, policy=see_hours, name="hours_given_csv", methods=GET),
    page(HOUSE, house_life.show, policy=see_house_life, name="house_life", methods=GET),
    page(f"{HOUSE}qui-decide/", house_life.remits, policy=write_house_life, name="remits"),
    page(f"{HOUSE}decisions/nouvelle/", house_life.decide, policy=write_house_life, name="decide"),
    page(f"{HOUSE}reunions/nouvelle/", house_life.plan_meeting, policy=write_house_life, name="plan_meeting"),
    page(f"{HOUSE}reunions/<uuid:meeting>/", house_life.meeting, policy=see_house_life, name="meeting", methods=GET),
    page(
        f"{HOUSE}reunions/<uuid:meeting>/modifier/",
        house_life.edit_meeting,
        policy=write_house_life,
        name="edit_meeting",
    ),
    page(
        f"{HOUSE}reunions/<uuid:meeting>/reunion.ics",
        house_life.meeting_file,
        policy=see_house_life,
        name="meeting_file",
        methods=GET,
    ),
    page("<slug:place>/annonces/", notices.notices, policy=post_notice, name="notices"),
    page(
        "<slug:place>/annonces/<uuid:notice>/retirer/",
        notices.withdraw,
        policy=post_notice,
        name="withdraw_notice",
        methods=POST,
    ),
]
