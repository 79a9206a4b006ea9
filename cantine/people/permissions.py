"""Who may do what to persons and organisations. A token makes no token, exports and erases nothing: use a browser."""

from cantine.core.authorization import Predicate, by_system, oneself, register, signed_in

manages_organisation = Predicate(
    lambda actor, target: any(
        grant.role == "manager" and grant.organisation_id == target.organisation_id for grant in actor.grants
    ),
    "manager in that organisation",
)
in_browser = Predicate(lambda actor, _target: actor.levels is None, "not by token")

register({"person.see_self": oneself | by_system, "token.use": oneself | by_system}, level="read")
register({"belonging.begin": oneself | manages_organisation | by_system}, level="book")
register(
    {
        "person.register": manages_organisation | by_system,
        "person.invite": manages_organisation | by_system,
        "person.change_self": oneself | by_system,
        "person.accept_invitation": oneself | by_system,
        "person.consent": (oneself & in_browser) | by_system,
        "person.export": (oneself & in_browser) | by_system,
        "person.ask_erasure": (oneself & in_browser) | by_system,
        "person.erase": by_system,
        "organisation.enter": signed_in | by_system,
        "organisation.change": oneself | manages_organisation | by_system,
        "belonging.lead": oneself | manages_organisation | by_system,
        "belonging.end": oneself | manages_organisation | by_system,
        "token.make": (oneself & in_browser) | by_system,
        "token.revoke": oneself | by_system,
    },
    level="manage",
)
