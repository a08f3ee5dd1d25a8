"""Everything Peyvand reports to its user, in one small tree.

The domain raises these; the command line and the web application each translate
them once, to an exit code or to an HTTP problem. A message says what is wrong, a
hint says what to do next.
"""

from __future__ import annotations

from pathlib import Path


class PeyvandError(Exception):
    """Anything that is reported to the user rather than being a fault of the program.

    Args:
        message: what is wrong, in one sentence.
        hint: what to do next.
    """

    status = 500
    slug = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class SourceError(PeyvandError):
    """A source file holds something that cannot be built: the file, the line, the remedy."""

    slug = "source-error"

    def __init__(self, path: Path | str, line: int | None, message: str, hint: str = "") -> None:
        self.path, self.line = str(path), line
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {message}", hint)


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
    """The query text is not SPARQL 1.1; line and column count from 1."""

    slug = "malformed-query"

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message, hint)
        self.line, self.column = line, column


class ForbiddenQuery(BadRequest):
    """The query asks for something this endpoint never does, such as calling another host."""

    status = 400
    slug = "forbidden-query"


class NotAcceptable(PeyvandError):
    """No format on offer is one that the client accepts."""

    status = 406
    slug = "not-acceptable"


class TooLarge(PeyvandError):
    """The request is longer than the limit that its message names."""

    status = 413
    slug = "too-large"


class UnsupportedMediaType(PeyvandError):
    """The request body is of a type that the endpoint does not read."""

    status = 415
    slug = "unsupported-media-type"


class QueryFailed(PeyvandError):
    """The worker process that ran the query died or ran out of memory."""

    status = 500
    slug = "query-failed"


class QueryTimeout(PeyvandError):
    """The query was killed at its deadline."""

    status = 504
    slug = "query-timeout"


class Overloaded(PeyvandError):
    """Every worker is busy and the queue is full."""

    status = 503
    slug = "overloaded"
