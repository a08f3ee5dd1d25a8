"""Everything Peyvand reports to its user, in one small tree.

The domain raises these; the command line and the web application each translate
them once, to an exit code or to an HTTP problem. A message says what is wrong, a
hint says what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from peyvand.reported import PeyvandError as PeyvandError

# The exit code of a command that is done, but had to leave something out that it could not read.
LEFT_OUT = 3


class SourceError(PeyvandError):
    """A source file holds something that cannot be built: the file, the line, the remedy."""

    slug = "source-error"

    def __init__(self, path: Path | str, line: int | None, message: str, hint: str = "") -> None:
        self.path = str(path)
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {message}", hint, line=line)


class BuildRefused(PeyvandError):
    """The graph was built but may not be published; the version that serves stays as it was."""

    slug = "build-refused"


class InconsistentOntology(BuildRefused):
    """The reasoner found a contradiction, or a class that can have no member."""

    slug = "inconsistent-ontology"


class NoVersion(PeyvandError):
    """There is no built version of the graph to serve or query."""

    status = 503
    slug = "no-version"


class UnknownQuery(PeyvandError):
    """No query of that name is in the catalogue."""

    status = 404
    slug = "unknown-query"


class BadRequest(PeyvandError):
    """The request cannot be understood."""

    status = 400
    slug = "bad-request"


class MalformedQuery(BadRequest):
    """The text is not SPARQL 1.1; line and column say where."""

    slug = "malformed-query"


class ForbiddenQuery(BadRequest):
    """The query asks for something this endpoint never does, such as calling another host."""

    slug = "forbidden-query"


class NotAcceptable(PeyvandError):
    """No format on offer is one that the client accepts."""

    status = 406
    slug = "not-acceptable"


class TooLarge(PeyvandError):
    """The request is longer than the limit that its message names."""

    status = 413
    slug = "too-large"


class AddressTooLong(TooLarge):
    """The address of the request is longer than the limit."""

    status = 414


class HeadTooLarge(TooLarge):
    """The headers of the request are longer or more than the limit."""

    status = 431


class UnsupportedMediaType(PeyvandError):
    """The request body is of a type that the endpoint does not read."""

    status = 415
    slug = "unsupported-media-type"


class UnknownCoding(UnsupportedMediaType):
    """The request body is transferred in a coding that HTTP has but this server has not."""

    status = 501


class QueryFailed(PeyvandError):
    """The engine could not evaluate the query."""

    status = 400
    slug = "query-failed"


class UnknownFunction(QueryFailed):
    """The query is SPARQL, but calls an extension function that the engine does not have."""

    status = 501
    slug = "unknown-function"


class TooComplex(PeyvandError):
    """The query needs more memory or a deeper stack than a worker has."""

    status = 400
    slug = "too-complex"


class QueryTimeout(PeyvandError):
    """The query was killed at its deadline."""

    status = 504
    slug = "query-timeout"


class QueryCancelled(PeyvandError):
    """The query was cancelled by whoever knows its identifier."""

    status = 409
    slug = "query-cancelled"


class Overloaded(PeyvandError):
    """Every worker is busy and the queue is full."""

    status = 503
    slug = "overloaded"


class NotFound(PeyvandError):
    """There is no such graph, version or query."""

    status = 404
    slug = "not-found"


class Unknown(NotFound):
    """No thing has this IRI; ``members`` names those whose names are most like it."""

    slug = "unknown"


class Gone(PeyvandError):
    """There was something with this IRI; ``members`` tells when, or what took its place."""

    status = 410
    slug = "gone"


class Withdrawn(Gone):
    """What has this IRI was withdrawn by a ruling, which ``members`` tell; ``turtle`` is what the
    graph still says of it."""

    slug = "withdrawn"
    turtle = ""


class MethodNotAllowed(PeyvandError):
    """The resource does not answer this method; ``allowed`` names those it answers."""

    status = 405
    slug = "method-not-allowed"
    allowed: tuple[str, ...] = ()


class TooMany(PeyvandError):
    """The client has asked too often; ``headers`` tell when it may ask again."""

    status = 429
    slug = "too-many"
    # What is counted by the hour is counted anew after one.
    headers: Mapping[str, str] = {"Retry-After": "3600"}


class UnknownMethod(MethodNotAllowed):
    """The method is one that no resource of this server answers."""

    status = 501


class Unauthorised(PeyvandError):
    """A write came without a token, or with one that is not known."""

    status = 401
    slug = "unauthorised"


class Forbidden(PeyvandError):
    """The token has no right to what the write changes."""

    status = 403
    slug = "forbidden"


class ReadOnly(PeyvandError):
    """The home follows another, which alone is written to."""

    status = 403
    slug = "read-only"


class PreconditionFailed(PeyvandError):
    """The graph is no longer the version that the client named."""

    status = 412
    slug = "precondition-failed"


class Invalid(PeyvandError):
    """The write would violate the shapes; ``report`` is the sh:ValidationReport."""

    status = 422
    slug = "invalid"
    report: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """See ``PeyvandError.to_json``; with the report."""
        return {**super().to_json(), "report": self.report}


class MalformedData(BadRequest):
    """A body of data cannot be read in the syntax that it claims."""

    slug = "malformed-data"


class StorageFull(PeyvandError):
    """There is no room left on the disk."""

    status = 507
    slug = "storage-full"


class Damaged(PeyvandError):
    """What is on the disk is not what was written there."""

    status = 503
    slug = "damaged"


class Withheld(PeyvandError):
    """The version holds what is withdrawn, and is being made anew without it."""

    status = 503
    slug = "withheld"


class NotHeld(PeyvandError):
    """A write was made, and fewer engines hold its version than the operator wants."""

    status = 503
    slug = "not-held"


class Unfinished(PeyvandError):
    """A client was too slow, or stopped in the middle of a request."""

    status = 408
    slug = "unfinished"


def from_json(data: dict[str, Any]) -> PeyvandError:
    """The error that ``PeyvandError.to_json`` described."""
    kind = PeyvandError.kinds[data["slug"]]
    # Kinds may be raised with other words than they keep.
    error = kind.__new__(kind)
    texts = {name: data[name] for name in ("message", "hint", "fa", "hint_fa", "line", "column")}
    PeyvandError.__init__(error, **texts)
    error.status, error.members = data["status"], data["members"]
    if isinstance(error, Invalid):
        error.report = data.get("report")
    return error
