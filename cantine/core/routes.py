"""Routes. Every address of the product is declared with ``page(...)`` and a policy, or the product does not start.

A policy admits a request: it opens the scope that the view reads in, puts the actor on the request and refuses whoever
may not enter. Views therefore hold no rights of their own. A foreign or unknown object answers 404 alike.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, path, resolve

from cantine.core import clock, errors, rates, scoping
from cantine.core.actor import ANONYMOUS, Actor
from cantine.core.authorization import Denied
from cantine.core.rates import Limit


class Policy(Protocol):
    """``name`` is printed by ``manage.py routes``; ``admitted`` is a context manager around the view."""

    @property
    def name(self) -> str: ...

    def admitted(self, request: Any, kwargs: dict[str, Any]) -> Any: ...


def actor_on(request: HttpRequest) -> Actor:
    """The actor that the middleware built, or nobody."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor


@dataclass(frozen=True)
class Anyone:
    """Open to all; no tenant's rows unless the view opens a scope itself."""

    name: str = "anyone"
    public: bool = True

    @contextmanager
    def admitted(self, request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[None]:
        yield


@dataclass(frozen=True)
class Oneself:
    """A signed-in person, reading their own rows in every tenancy."""

    name: str = "signed in, own rows"

    @contextmanager
    def admitted(self, request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[None]:
        actor = actor_on(request)
        if actor.person_id is None:
            raise Denied("sign in", actor)
        with scoping.own(actor.person_id):
            yield


@dataclass(frozen=True)
class SignedIn:
    """A signed-in person; the view opens the scope that its object needs."""

    name: str = "signed in"

    @contextmanager
    def admitted(self, request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[None]:
        actor = actor_on(request)
        if actor.person_id is None:
            raise Denied("sign in", actor)
        yield


anyone, oneself, signed_in = Anyone(), Oneself(), SignedIn()


def page(
    route: str,
    view: Callable[..., HttpResponseBase],
    *,
    policy: Policy,
    name: str,
    methods: Iterable[str] = ("GET", "POST"),
    limit: Limit | None = None,
) -> URLPattern:
    """A route with its policy. GET brings HEAD. ``limit`` is spent, by the person, by what writes; before the policy
    opens a scope, so that a refused attempt counts."""
    allowed = sorted({*methods, "HEAD"} if "GET" in methods else set(methods))
    guarded = _answering(allowed, _limited(_guarded(view, policy), limit))
    guarded.policies = dict.fromkeys(allowed, policy)  # type: ignore[attr-defined]  # read by check_routes and the tests
    return path(route, guarded, name=name)


def _answering(allowed: list[str], view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def answering(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method in allowed:
            return view(request, **kwargs)
        above = page_above(request) if request.method in {"GET", "HEAD"} else ""
        return HttpResponseRedirect(above) if above else errors.not_allowed(request, allowed)

    return answering


def page_above(request: HttpRequest) -> str:
    """The nearest page over an address that only takes what a form sends: whoever reloads that address, or asks for the other
    language on it, reads the page that holds the form. "" for what is no browser, or where none is."""
    if "text/html" not in request.headers.get("Accept", ""):
        return ""
    parts = request.path_info.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:length])}/"
        if "GET" in getattr(_found_at(above), "policies", {}):
            return above
    return ""


def _found_at(address: str) -> Any:
    try:
        return resolve(address).func
    except Resolver404:
        return None


def _limited(view: Callable[..., HttpResponseBase], limit: Limit | None) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def limited(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        person_id = actor_on(request).person_id
        if limit is not None and request.method == "POST" and person_id is not None:
            rates.spend(limit, f"person:{person_id}", now=clock.now())
        return view(request, **kwargs)

    return limited if limit is not None else view


def _guarded(view: Callable[..., HttpResponseBase], policy: Policy) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            with policy.admitted(request, kwargs):
                return _rendered(view(request, **kwargs))
        except Denied as denied:
            if denied.actor.kind == "anonymous" and _is_browser(request):
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied(denied.action) from denied

    return guarded


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """A template that reads lazily must do so while the scope is open."""
    if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
        response.render()
    return response


def _is_browser(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} or "text/html" in request.headers.get("Accept", "")


def declare(view: Callable[..., Any], policy: Policy) -> Callable[..., Any]:
    """Give a library's own view (sign-in pages, the admin) its line in the policy table."""
    view.policies = dict.fromkeys(("GET", "HEAD", "POST"), policy)  # type: ignore[attr-defined]
    return view


def all_routes(
    patterns: Iterable[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every (address, pattern) of the product, through includes."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from all_routes(pattern.url_patterns, address)
        else:
            yield address, pattern


def all_verbs(patterns: Iterable[URLPattern | URLResolver] | None = None) -> Iterator[tuple[str, str, Policy]]:
    """Every (address, verb, policy) of the product: pages and operations of the API alike."""
    for address, pattern in all_routes(patterns):
        for verb, policy in sorted(policies_of(pattern).items()):
            yield address, verb, policy


def first_words() -> frozenset[str]:
    """The first word of every address that begins with a fixed one: no place may take it as its own."""
    words = (address.strip("^").partition("/")[0] for address, _ in all_routes())
    return frozenset(word for word in words if word and not set("<(\\") & set(word))


def check_routes(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Called at the end of the root urls: a route or a verb without a policy stops the product from loading."""
    bare = [address for address, pattern in all_routes(patterns) if not _declared(policies_of(pattern))]
    if bare:
        raise ImproperlyConfigured("These routes declare no policy: " + ", ".join(sorted(bare)))


def policies_of(pattern: URLPattern) -> Mapping[str, Policy]:
    """The policy of each verb that the route answers; empty when none is declared."""
    policies: Mapping[str, Policy] = getattr(pattern.callback, "policies", {})
    return policies


def policy_of(pattern: URLPattern) -> Policy | None:
    """The policy of a page, whose verbs all have the same."""
    return next(iter(policies_of(pattern).values()), None)


def _declared(policies: Mapping[str, Policy | None]) -> bool:
    return bool(policies) and all(policy is not None for policy in policies.values())
