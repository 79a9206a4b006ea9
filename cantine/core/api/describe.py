"""What ninja's OpenAPI document lacks: who may call, the parameters that a policy reads, and how things go wrong."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from ninja.openapi.schema import REF_TEMPLATE
from ninja.operation import Operation
from ninja.schema import NinjaGenerateJsonSchema

from cantine.core.api.problems import ProblemOut, RefusedOut

_ALWAYS = (400, 401, 403, 404, 422, 429, 503)
_WITH_BODY = (413, 415)
_PARAMETERS = {
    "place": ("The address word of the place: `la-cantine-paris`.", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}),
}
# What a reader calls them, whatever our own routes say; anything else that an address holds is an `id`.
_CALLED = {"place": "slug"}
_AN_ID = ("The public id.", {"type": "string", "format": "uuid"})


def completed(document: dict[str, Any], operations: Mapping[str, Operation]) -> dict[str, Any]:
    document["info"]["description"] = _(
        "Say who you are with “Authorization: Bearer …”. Instants are RFC 3339 with an offset; lists come by pages, "
        "whose `next` is followed as it is; whatever goes wrong is `application/problem+json` with a stable `code`."
    )
    document["servers"] = [{"url": settings.PUBLIC_URL}]
    components = document["components"]
    _add(components["schemas"], ProblemOut)
    _add(components["schemas"], RefusedOut)
    components["responses"] = {f"Problem{status}": _response(status) for status in (*_ALWAYS, *_WITH_BODY)}
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token made in the account, with its levels."},
        "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
    }
    for address, verbs in document["paths"].items():
        for details in verbs.values():
            _complete(address, details, operations[details["operationId"]])
    document["paths"] = {_called(address): verbs for address, verbs in document["paths"].items()}
    return document


def _complete(address: str, details: dict[str, Any], operation: Operation) -> None:
    view: Any = operation.view_func
    details["summary"], details["description"] = str(details["summary"]), str(details.get("description", ""))
    details["tags"] = [str(tag) for tag in details.get("tags", ())]
    details["security"] = [{"token": []}, {"session": []}, *([{}] if getattr(view.policy, "public", False) else [])]
    details["x-policy"] = view.policy.name
    told = {parameter["name"] for parameter in details["parameters"]}
    for name in _names_in(address):
        if name not in told:
            words, schema = _PARAMETERS.get(name, _AN_ID)
            described = {"in": "path", "name": name, "required": True, "description": words, "schema": schema}
            if name == "place":
                described["example"] = "la-cantine-paris"
            details["parameters"].insert(0, described)
    for parameter in details["parameters"]:
        _put_right(parameter)
    problems = (*_ALWAYS, *(_WITH_BODY if "requestBody" in details else ()))
    answers = {str(status): answer for status, answer in details["responses"].items()}
    if view.file:
        answers["200"]["content"] = {view.file: {"schema": {"type": "string", "format": "binary"}}}
    for status, answer in answers.items():
        if int(status) >= 400 and "content" in answer:
            answer["content"] = {"application/problem+json": answer["content"].pop("application/json")}
    refs = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in problems}
    details["responses"] = dict(sorted({**refs, **answers}.items()))


def _put_right(parameter: dict[str, Any]) -> None:
    """ninja copies a schema's list of examples onto the parameter, where OpenAPI wants one, or a map."""
    if isinstance(examples := parameter.get("examples"), list):
        del parameter["examples"]
        parameter["example"] = examples[0]
    if parameter["in"] == "path":
        parameter["name"] = _CALLED.get(parameter["name"], "id")


def _called(address: str) -> str:
    for name in _names_in(address):
        address = address.replace(f"{{{name}}}", f"{{{_CALLED.get(name, 'id')}}}")
    return address


def _names_in(address: str) -> list[str]:
    return [part.partition("}")[0] for part in address.split("{")[1:]]


def _response(status: int) -> dict[str, Any]:
    model = RefusedOut if status == 422 else ProblemOut
    schema = {"$ref": REF_TEMPLATE.format(model=model.__name__)}
    if status == 422:  # a reused Idempotency-Key has no refusals
        schema = {"anyOf": [schema, {"$ref": REF_TEMPLATE.format(model="ProblemOut")}]}  # type: ignore[dict-item]
    return {"description": HTTPStatus(status).phrase, "content": {"application/problem+json": {"schema": schema}}}


def _add(schemas: dict[str, Any], model: Any) -> None:
    made = model.model_json_schema(
        ref_template=REF_TEMPLATE, schema_generator=NinjaGenerateJsonSchema, mode="serialization"
    )
    schemas.update(made.pop("$defs", {}))
    schemas[model.__name__] = made
