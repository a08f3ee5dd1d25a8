"""A client for any Peyvand server: ``Client`` waits for answers, ``AsyncClient`` awaits them."""

from peyvand.client.awaiting import AsyncClient
from peyvand.client.errors import (
    ClientError,
    CutOff,
    NotPeyvand,
    OtherVersion,
    Problem,
    Unreachable,
    UnreadableAnswer,
)
from peyvand.client.merging import Match
from peyvand.client.questions import Parameter, Question
from peyvand.client.results import Results, Row
from peyvand.client.waiting import Client

__all__ = [
    "AsyncClient",
    "Client",
    "ClientError",
    "CutOff",
    "Match",
    "NotPeyvand",
    "OtherVersion",
    "Parameter",
    "Problem",
    "Question",
    "Results",
    "Row",
    "Unreachable",
    "UnreadableAnswer",
]
