"""What is wrong with the arguments of tools and prompts, and what is right, in our own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS
from pydantic import ValidationError

from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES

_MOST_SHOWN = 60


class Door(MCPServer):
    """A server that tells wrong arguments in a language of ours.

    Args:
        language: ``en`` or ``fa``; a prompt that has a language of its own is answered in that.
        name, options: as of ``MCPServer``.
    """

    def __init__(self, name: str, language: str, **options: Any) -> None:
        super().__init__(name, **options)
        self._language = language

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool.

        Raises:
            ToolError: there is no such tool, an argument is wrong, or the tool says why it has no
                answer.
        """
        schemas = {tool.name: tool.input_schema for tool in await self.list_tools()}
        if name not in schemas:
            raise ToolError(_unknown("no-tool", name, schemas, self._language))
        known = schemas[name].get("properties", {})
        for given in arguments:
            if given not in known:
                raise ToolError(_unknown("no-argument", given, known, self._language))
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                raise ToolError(_wrong(cause, known, self._language)) from cause
            if isinstance(cause, ToolError):
                # What the tool says, without words of the library around it.
                raise cause from None
            raise

    async def get_prompt(
        self, name: str, arguments: dict[str, Any] | None = None, context: Any = None
    ) -> Any:
        """Get a prompt.

        Raises:
            MCPError: there is no such prompt, or its arguments are wrong.
        """
        ending = name.rpartition("_")[2]
        language = ending if ending in LANGUAGES else self._language
        wanted = {prompt.name: prompt.arguments or [] for prompt in await self.list_prompts()}
        if name not in wanted:
            raise _refusal(_unknown("no-prompt", name, wanted, language))
        known = {one.name: {"type": "string"} for one in wanted[name]}
        for given in arguments or {}:
            if given not in known:
                raise _refusal(_unknown("no-argument", given, known, language))
        for one in known:
            if one not in (arguments or {}):
                raise _refusal(_missing(one, known[one], language))
        return await super().get_prompt(name, arguments, context)


def _refusal(message: str) -> MCPError:
    return MCPError(code=INVALID_PARAMS, message=message)


def _unknown(key: str, name: str, known: Iterable[str], language: str) -> str:
    """That something is not there, with what is like it, else with all that there are."""
    names = list(known)
    near = get_close_matches(name, names, n=3) or names
    comma = "، " if language == "fa" else ", "
    return text(key, language, "mcp").format(name=name[:_MOST_SHOWN], near=comma.join(near))


def _wrong(error: ValidationError, known: Mapping[str, Any], language: str) -> str:
    """What is wrong with each argument, a sentence each."""
    told: dict[str, str] = {}
    for one in error.errors():
        name = str(one["loc"][0])
        if one["type"] == "missing":
            told[name] = _missing(name, known[name], language)
        else:
            given = repr(one["input"])[:_MOST_SHOWN]
            told[name] = text("argument-wrong", language, "mcp").format(
                name=name, given=given, wanted=_wanted(known[name], language)
            )
    return " ".join(told.values())


def _missing(name: str, schema: Mapping[str, Any], language: str) -> str:
    wanted = _wanted(schema, language)
    return text("argument-missing", language, "mcp").format(name=name, wanted=wanted)


def _wanted(schema: Mapping[str, Any], language: str) -> str:
    """What an argument has to be, by its JSON Schema."""
    some = schema.get("anyOf", [schema])
    kind = next((one for one in some if one.get("type") != "null"), schema)
    limits = {"least": kind.get("minimum", ""), "most": kind.get("maximum", "")}
    return text(f"wanted-{kind.get('type', 'string')}", language, "mcp").format(**limits)
