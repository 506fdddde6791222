"""The OpenAPI document of the till's calls, made from the structs of `sync.protocol`: one definition of each."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from sync import order_protocol, protocol, window_protocol

_MESSAGES = (
    protocol.PairRequest,
    protocol.PairReply,
    protocol.TermRequest,
    protocol.TermReply,
    protocol.ProductBatch,
    protocol.LevelBatch,
    protocol.BatchReply,
    protocol.Heartbeat,
    protocol.HeartbeatReply,
    protocol.WitnessRequest,
    protocol.WitnessReply,
    protocol.LevelPage,
    order_protocol.StatusReply,
    order_protocol.DigestReply,
    order_protocol.BucketReply,
    protocol.Problem,
    order_protocol.OrderPage,
    order_protocol.Transition,
    order_protocol.TransitionReply,
    order_protocol.Rules,
    order_protocol.RulesReply,
    order_protocol.EscrowBatch,
    order_protocol.EscrowReply,
    order_protocol.TownPage,
    order_protocol.NeighbourHold,
    order_protocol.NeighbourReply,
    window_protocol.ShopWord,
    window_protocol.ShopWordReply,
    window_protocol.NewsBatch,
    window_protocol.PromotionBatch,
    window_protocol.PhotoBatch,
    window_protocol.PhotoBatchReply,
    window_protocol.PhotoReply,
    window_protocol.QuestionPage,
    window_protocol.Answer,
    window_protocol.AnswerReply,
)

_REFUSALS = {
    400: "The message cannot be read",
    401: "No key, or none that opens",
    403: "The code does not open",
    404: "Nothing of that name is this shop's",
    409: "Another till publishes for this shop",
    413: "The message is too long",
    415: "The message is of another type",
    422: "It was read, and cannot be done",
    429: "Too many calls of late; Retry-After says how long to wait",
    503: "Too much at once; Retry-After says how long to wait",
}


@cache
def document() -> bytes:
    """Return the document, encoded."""
    _, schemas = msgspec.json.schema_components(_MESSAGES, ref_template="#/components/schemas/{name}")
    described = {
        "openapi": "3.1.0",
        "info": {"title": "Comptoir catalogue", "version": "1", "description": protocol.__doc__},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/pair": {
                "post": _call("Join with a code", protocol.PairRequest, protocol.PairReply, signed=False)
                | {"responses": _responses(protocol.PairReply, (400, 403, 413, 415, 429))}
            },
            "/term": {"post": _call("Go on after a restore", protocol.TermRequest, protocol.TermReply)},
            "/products": {"put": _call("Describe products", protocol.ProductBatch, protocol.BatchReply)},
            "/levels": {
                "put": _call("Set levels", protocol.LevelBatch, protocol.BatchReply) | {"parameters": _again()},
                "get": _call("Read levels", None, protocol.LevelPage) | {"parameters": _page_parameters()},
            },
            "/heartbeat": {"post": _call("Vouch for the window", protocol.Heartbeat, protocol.HeartbeatReply)},
            "/witness": {
                "post": _call("Tell the end of the chain", protocol.WitnessRequest, protocol.WitnessReply),
                "get": _call("Read the end that is kept", None, protocol.WitnessReply),
            },
            **_order_paths(),
            **_window_paths(),
            "/questions": {
                "get": _call("Read questions", None, window_protocol.QuestionPage)
                | {"parameters": _place_parameters(window_protocol.QUESTIONS_A_PAGE)},
                "post": _call("Answer a question", window_protocol.Answer, window_protocol.AnswerReply),
            },
            "/status": {"get": _call("Try the line", None, order_protocol.StatusReply)},
            "/digest": {"get": _call("Compare the window", None, order_protocol.DigestReply)},
            "/digest/{bucket}": {
                "get": _call("Compare rows", None, order_protocol.BucketReply)
                | {
                    "parameters": _bucket_parameter(),
                    "responses": _responses(order_protocol.BucketReply, (400, 401, 404, 429, 503)),
                },
            },
            "/town": _town_calls(),
        },
        "components": {
            "schemas": schemas,
            "securitySchemes": {"till": {"type": "http", "scheme": "bearer"}},
        },
    }
    return msgspec.json.encode(described)


def _order_paths() -> dict[str, Any]:
    return {
        "/orders": {
            "get": _call("Read reservations", None, order_protocol.OrderPage) | {"parameters": _feed_parameters()},
            "post": _call("Tell what was done", order_protocol.Transition, order_protocol.TransitionReply),
        },
        "/rules": {"put": _call("Say how reservations are taken", order_protocol.Rules, order_protocol.RulesReply)},
        "/escrow": {
            "put": _call("Hand units over", order_protocol.EscrowBatch, order_protocol.EscrowReply),
            "get": _call("Read what is held of them", None, order_protocol.EscrowReply)
            | {"parameters": _page_parameters()},
        },
    }


def _window_paths() -> dict[str, Any]:
    file = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in window_protocol.PHOTO_MEDIA_TYPES}
    put_file = _call("Send a picture file, named by its SHA-256", None, window_protocol.PhotoReply) | {
        "responses": _responses(window_protocol.PhotoReply, (400, 401, 404, 413, 415, 422, 429, 503))
    }
    name = {
        "name": "photo_hash",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    }
    return {
        "/window": {"put": _call("Say who the shop is", window_protocol.ShopWord, window_protocol.ShopWordReply)},
        "/news": {"put": _call("Tell the town", window_protocol.NewsBatch, protocol.BatchReply)},
        "/promotions": {"put": _call("Announce reduced prices", window_protocol.PromotionBatch, protocol.BatchReply)},
        "/photos": {
            "put": _call("Put photos to products", window_protocol.PhotoBatch, window_protocol.PhotoBatchReply)
        },
        "/photos/{photo_hash}": {
            "put": put_file | {"requestBody": {"required": True, "content": file}, "parameters": [name]}
        },
    }


def _call(
    summary: str, body: type[protocol.Message] | None, reply: type[protocol.Message], *, signed: bool = True
) -> dict[str, Any]:
    statuses = (400, 401, 429, 503) if body is None else (400, 401, 404, 409, 413, 415, 422, 429, 503)
    call: dict[str, Any] = {
        "summary": summary,
        "security": [{"till": []}] if signed else [],
        "responses": _responses(reply, statuses),
    }
    if body is not None:
        call["requestBody"] = {"required": True, "content": _content(body, protocol.MEDIA_TYPE)}
    return call


def _responses(reply: type[protocol.Message], statuses: Iterable[int]) -> dict[str, Any]:
    """Describe what is answered: the reply, or a problem with one of these statuses."""
    problem = _content(protocol.Problem, protocol.PROBLEM_MEDIA_TYPE)
    refused = {str(status): {"description": _REFUSALS[status], "content": problem} for status in statuses}
    return {"200": {"description": "Done", "content": _content(reply, protocol.MEDIA_TYPE)}, **refused}


def _content(kind: type[protocol.Message], media_type: str) -> dict[str, Any]:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{kind.__name__}"}}}


def _bucket_parameter() -> list[dict[str, Any]]:
    schema = {"type": "integer", "minimum": 0, "maximum": order_protocol.BUCKETS - 1}
    return [{"name": "bucket", "in": "path", "required": True, "schema": schema}]


def _town_calls() -> dict[str, Any]:
    asked = [
        {"name": "q", "in": "query", "schema": {"type": "string"}, "description": "words"},
        {"name": "code", "in": "query", "schema": {"type": "string"}, "description": "a barcode, which goes first"},
        {"name": "lang", "in": "query", "schema": {"enum": ["fr", "en"]}, "description": "of the sentences"},
    ]
    return {
        "get": _call("Ask who has it in town", None, order_protocol.TownPage) | {"parameters": asked},
        "post": _call("Put aside in another shop", order_protocol.NeighbourHold, order_protocol.NeighbourReply),
    }


def _again() -> list[dict[str, Any]]:
    described = "the same body was sent before: its levels are not dated by when they arrive"
    return [{"name": "again", "in": "query", "schema": {"const": 1}, "description": described}]


def _page_parameters() -> list[dict[str, Any]]:
    return [
        {"name": "after", "in": "query", "schema": {"type": "string"}, "description": "the last product read"},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}},
    ]


def _feed_parameters() -> list[dict[str, Any]]:
    return [
        *_place_parameters(order_protocol.ORDERS_A_PAGE),
        {"name": "feed", "in": "query", "schema": {"type": "string"}, "description": "its feed, once all was taken in"},
        {"name": "mark", "in": "query", "schema": {"type": "string"}, "description": "its mark, once all was taken in"},
    ]


def _place_parameters(most: int) -> list[dict[str, Any]]:
    return [
        {"name": "after", "in": "query", "schema": {"type": "integer"}, "description": "the last cursor read"},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": most}},
        {"name": "asked", "in": "query", "schema": {"type": "string", "maxLength": 64}, "description": "echoed"},
    ]
