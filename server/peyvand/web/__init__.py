"""The web application: SPARQL over HTTP, and a start page."""

from peyvand.web.app import create_app

__all__ = ["create_app"]
