"""`POST /api/v1/assessments`: the contract of `contract` over HTTP, open to everybody, and its description."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import Throttled

from eligibility.assessments.contract import Error, Refused, Reply, refused, reply_to_text
from eligibility.assessments.request import Language
from eligibility.assessments.schema import definitions
from eligibility.assessments.wording import AWAY, TOO_OFTEN
from eligibility.plain import NotPlain, Problem, to_json
from eligibility.rate import PerAddress

_SCHEMAS = "#/components/schemas/"


class Api(NinjaAPI):
    """Described by the schema of the contract: nothing is written a second time as models."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"] = definitions(_SCHEMAS)
        return schema


api = Api(
    title="Tokkyu",
    version="1",
    description="May this person use express issuance, until when, at what fee, with which papers, and why?",
    # The page of documents would come from somebody else's servers.
    docs_url=None,
    urls_namespace="api",
    throttle=PerAddress(),
)


def _json(schema: str, description: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"{_SCHEMAS}{schema}"}}}
    return {"description": description, "content": content}


@api.post(
    "assessments",
    url_name="assessments",
    summary="Assess one case",
    openapi_extra={
        "requestBody": {**_json("Asked", "One case"), "required": True},
        "responses": {
            200: _json("Assessed", "The whole answer"),
            413: _json("Refused", "Longer than one megabyte"),
            422: _json("Refused", "What to mend, everything at once"),
            429: _json("Refused", "Asked too often; Retry-After says for how many seconds to wait"),
            503: _json("Refused", "The database is away"),
        },
    },
)
def assessments(request: HttpRequest) -> HttpResponse:
    """Whoever names no language in the question is answered in that of Accept-Language, otherwise in English."""
    language = _language(request)
    try:
        text = request.body
    except RequestDataTooBig:
        return _sent(refused(NotPlain(Problem("", "too_long")), language), 413)
    reply = reply_to_text(text, language=language)
    return _sent(reply, 422 if isinstance(reply, Refused) else 200)


@api.exception_handler(Throttled)
def too_often(request: HttpRequest, trouble: Throttled) -> HttpResponse:
    return _trouble(request, "too_often", 429)


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def away(request: HttpRequest, trouble: Exception) -> HttpResponse:
    return _trouble(request, "away", 503)


def _trouble(request: HttpRequest, code: str, status: int) -> HttpResponse:
    with override(_language(request).value):
        message = str({"too_often": TOO_OFTEN, "away": AWAY}[code])
    return _sent(Refused((Error("", code, message),)), status)


def _sent(reply: Reply, status: int) -> HttpResponse:
    content = json.dumps(to_json(reply), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(content, content_type="application/json", status=status)


def _language(request: HttpRequest) -> Language:
    # The middleware has read the header; without one it takes Japanese. META, because `headers` copies them all.
    return Language(request.LANGUAGE_CODE if "HTTP_ACCEPT_LANGUAGE" in request.META else "en")


#: As everything public: without a login, each said so by itself.
urls = api.urls
for pattern in urls[0]:
    pattern.callback = login_not_required(pattern.callback)  # type: ignore[type-var]
