"""The API of the house: django-ninja's operations, each admitted by its own policy before its input is read.

ninja parses, validates and describes. Who may enter, what is answered when something is wrong and which addresses
exist are the house's: an operation without a policy cannot be written, an exception always leaves the scope that it
was raised in (so nothing half done is committed), and an address answers one way to every verb it does not know.
"""

import json
import warnings
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import override
from ninja import NinjaAPI, Router
from ninja.constants import NOT_SET
from ninja.errors import HttpError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.utils import normalize_path, replace_path_param_notation
from pydantic_core import from_json

from cantine.core import clock, rates
from cantine.core.api import describe
from cantine.core.api.callers import FindHolder, identify
from cantine.core.api.problems import Problem, problem_answer, problem_of
from cantine.core.rates import Limit
from cantine.core.routes import Policy
from cantine.kernel import Refusal, Refused

View = Callable[..., HttpResponse]


class ApiRouter(Router):
    """The operations of one domain, each with the policy that admits it."""

    def operation(
        self,
        method: str,
        route: str,
        *,
        policy: Policy,
        gives: Any,
        summary: str | Promise,
        says: str | Promise,
        status: int = 200,
        also: dict[int, Any] | None = None,
        limit: Limit | None = None,
        name: str = "",
        file: str = "",
    ) -> Callable[[View], View]:
        """``gives`` is the schema of what is answered (None: 204), ``also`` those of other statuses; ``limit`` is
        spent by the caller besides the API's own. ``file`` is the type of the bytes that are answered in the place of JSON."""

        def add(view: View) -> View:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=".*in the view path")  # policies read the ids of addresses
                self.add_api_operation(
                    route,
                    [method],
                    view,
                    response={status: gives, **(also or {})},
                    summary=summary,  # type: ignore[arg-type]  # lazy words are read when the schema is written
                    description=says,  # type: ignore[arg-type]
                    operation_id=name or view.__name__,
                )
            view.policy, view.limit, view.file = policy, limit, file  # type: ignore[attr-defined]  # read by HouseApi
            return view

        return add


class JsonParser(Parser):
    """Strict JSON: no NaN, no lone surrogate, no depth that breaks the stack."""

    def parse_body(self, request: HttpRequest) -> Any:
        kind = (request.content_type or "").lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise Problem(415, "unsupported-type")
        try:
            return from_json(request.body, allow_inf_nan=False)
        except ValueError as error:
            raise HttpError(400, "unreadable") from error


class HouseApi(NinjaAPI):
    """``find_holder`` resolves a bearer token; ``routers`` are the domains'."""

    def __init__(self, *, title: str, version: str, find_holder: FindHolder, routers: Iterable[Router]) -> None:
        super().__init__(
            title=title, version=version, openapi_url=None, docs_url=None, parser=JsonParser(), auth=NOT_SET,
            urls_namespace="api",
        )  # fmt: skip
        self.find_holder = find_holder
        for router in routers:
            self.add_router("", router)

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Nothing is answered inside a scope: the exception must undo it first."""
        raise exc

    def patterns(self, root: str) -> list[URLPattern]:
        """One route an address, with its policies by verb: domains and modules may share an address."""
        by_route: dict[str, list[Operation]] = {}
        for bound in self._get_bound_routers():
            for route, view in bound.path_operations.items():
                by_route.setdefault(route, []).extend(view.operations)
        return [
            path(_route(root, route), self._view(operations), name=f"api-{operations[0].operation_id}")
            for route, operations in by_route.items()
        ]

    def schema(self, root: str) -> dict[str, Any]:
        """The OpenAPI document in the language in force."""
        return describe.completed(self.get_openapi_schema(path_prefix=root), self._operations())

    def _operations(self) -> dict[str, Operation]:
        return {
            str(operation.operation_id): operation
            for bound in self._get_bound_routers()
            for view in bound.path_operations.values()
            for operation in view.operations
        }

    def _view(self, operations: list[Operation]) -> Callable[..., HttpResponseBase]:
        by_verb = {verb: operation for operation in operations for verb in operation.methods}
        if "GET" in by_verb:
            by_verb["HEAD"] = by_verb["GET"]

        def answered(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            operation = by_verb.get(request.method or "")
            response = self._run(operation, request, kwargs) if operation else _not_allowed(by_verb)
            patch_vary_headers(response, ["Authorization", "Cookie"])
            patch_cache_control(response, private=True, no_store=True)
            return response

        answered.csrf_exempt = True  # type: ignore[attr-defined]  # a token needs none; a session is checked in identify
        answered.policies = {  # type: ignore[attr-defined]
            verb: getattr(operation.view_func, "policy", None) for verb, operation in by_verb.items()
        }
        return answered

    def _run(self, operation: Operation, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse:
        view: Any = operation.view_func
        try:
            if (expect := getattr(view.policy, "expect", None)) is not None:
                expect(request, kwargs)
            caller = identify(request, self.find_holder)
            if view.limit is not None:
                rates.spend(view.limit, caller.key, now=clock.now())
            with view.policy.admitted(request, kwargs):
                _check_query(operation, request)
                response: Any = operation.run(request, **kwargs)
                return response  # type: ignore[no-any-return]  # operations answer HttpResponse
        except Exception as error:
            problem = problem_of(error)
            if problem is None:
                raise
            return problem_answer(problem)


def _check_query(operation: Operation, request: HttpRequest) -> None:
    """A parameter that nobody reads is a typing mistake: it is refused, not ignored."""
    read = [name for model in operation.models for name in getattr(model, "__ninja_flatten_map__", ())]
    wrong = [Refusal("input_unknown", field=name[:80]) for name in request.GET if name not in read]
    wrong += [Refusal("input_repeated", field=name) for name, told in request.GET.lists() if name in read and told[1:]]
    if wrong:
        raise Refused(*wrong)


def _not_allowed(by_verb: Iterable[str]) -> HttpResponse:
    return problem_answer(Problem(405, "method-not-allowed", headers={"Allow": ", ".join(sorted(by_verb))}))


def _route(root: str, route: str) -> str:
    return normalize_path(f"{root}/{replace_path_param_notation(route)}").lstrip("/")


@cache
def written(api: HouseApi, root: str, language: str) -> str:
    """The OpenAPI document as JSON; made once a language in each process."""
    with override(language):
        return json.dumps(api.schema(root), ensure_ascii=False, default=str)
