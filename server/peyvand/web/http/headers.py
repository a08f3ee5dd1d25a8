"""What every answer carries, and what is said of methods."""

from __future__ import annotations

from peyvand import __version__
from peyvand.errors import MethodNotAllowed
from peyvand.web.http.messages import Reply
from peyvand.wording import say

_EXPOSED = (
    "Accept-Ranges, Allow, Content-Encoding, Content-Language, Content-Location, Content-Range, "
    "ETag, Link, Location, Peyvand-Engine, Peyvand-Program, Peyvand-Query, Peyvand-Version, "
    "Peyvand-Warnings, "
    "RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate"
)
_READ_HEADERS = (
    "Accept, Accept-Language, Authorization, Content-Type, If-Match, If-None-Match, If-Range, "
    "Peyvand-Query, Range"
)
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
COMMON = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
    "X-Content-Type-Options": "nosniff",
    # By it programs tell whether they can speak with this server.
    "Peyvand-Program": __version__,
    "Vary": "Accept, Accept-Encoding, Accept-Language",
}
# The methods that some resource of this server answers.
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE")


def not_allowed(method: str, methods: tuple[str, ...]) -> MethodNotAllowed:
    """The refusal of a method."""
    error = MethodNotAllowed(**say("method", method=method[:20], allowed=", ".join(methods)))
    error.allowed = methods
    return error


def options(methods: tuple[str, ...]) -> Reply:
    """The answer to a preflight, and to the question which methods there are."""
    allowed = ", ".join(methods)
    return Reply(
        204,
        {
            "Allow": allowed,
            "Access-Control-Allow-Methods": allowed,
            "Access-Control-Allow-Headers": _READ_HEADERS,
            "Access-Control-Max-Age": "86400",
        },
    )
