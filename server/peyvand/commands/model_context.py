"""``peyvand mcp``: the door for language models, over a home or over any server."""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from peyvand.commands.arguments import Command, number_from, web_address
from peyvand.settings import Settings


def add_commands(command: Command) -> None:
    """Add ``mcp``."""
    sub = command(
        "mcp",
        _serve,
        "let language models ask the graph (Model Context Protocol)",
        "Speaks on standard input and output, or with --http at http://127.0.0.1:PORT/mcp. Asks\n"
        "the graph of the home, or with --url any Peyvand server. See docs/mcp.md.",
    )
    sub.add_argument("--url", type=web_address, help="ask this server instead of the home")
    sub.add_argument(
        "--http", action="store_true", help="answer by streamable HTTP on this machine"
    )
    sub.add_argument("--port", type=number_from(1, 65_535), default=8010, help="port of --http")
    sub.add_argument("--lang", choices=("en", "fa"), default="en", help="language of the tools")


def _serve(options: argparse.Namespace) -> int:
    from peyvand.client import Client
    from peyvand.mcp.home import client_of
    from peyvand.mcp.server import make_server

    with ExitStack() as stack:
        if options.url:
            client = stack.enter_context(Client(options.url, language=options.lang))
        else:
            settings = Settings.from_environment(home=options.home)
            client = stack.enter_context(client_of(settings, options.lang))
        server = make_server(client, options.lang)
        if options.http:
            # It listens on this machine alone, and the package refuses other names of it.
            server.run("streamable-http", host="127.0.0.1", port=options.port)
        else:
            server.run("stdio")
    return 0
