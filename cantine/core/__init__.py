"""Plumbing that every domain stands on: scopes, authorization, facts, jobs, mail, routes. It knows no Person and no
Organisation: it sees an ``Actor`` (ids and roles) and the ids of tenants."""
