"""What the reconciliation service says of itself, in version 0.2 of the protocol and in 1.0."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

from peyvand import __version__
from peyvand.texts import text
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.vocabulary.terms import PV
from peyvand.web.reconciliation.types import TYPES

VERSION_1 = "1.0-draft"
BATCH = 50
WIDTH, HEIGHT = 400, 220


def manifest(version: str, endpoint: str, language: str) -> dict[str, Any]:
    """The manifest.

    Args:
        version: which version of the protocol it is to keep to.
        endpoint: the address of the service, without a slash at the end.
        language: of the names in it.
    """
    origin = endpoint.partition("/reconcile")[0]
    common: dict[str, Any] = {
        "versions": [version],
        "name": f"{text('name', language)} – {text('tagline', language)}",
        "documentation": f"{origin}/?lang={language}",
        "serviceVersion": __version__,
        "defaultTypes": [type_.to_json(language, whole=True) for type_ in TYPES.values()],
        "batchSize": BATCH,
    }
    if version == VERSION_1:
        return {
            **common,
            "lang": language,
            "dir": direction(language),
            "standardizedScore": True,
            "view": {"url": f"{endpoint}/view?id={{id}}"},
            "preview": {"width": WIDTH, "height": HEIGHT},
            "suggest": {"entity": True, "property": True, "type": True},
            "extend": {"proposeProperties": True, "propertySettings": _settings("id", language)},
        }
    return {
        **common,
        "identifierSpace": str(ID),
        "schemaSpace": str(PV),
        "view": {"url": f"{endpoint}/view?id={{{{id}}}}"},
        "preview": {
            "url": f"{endpoint}/preview?id={{{{id}}}}",
            "width": WIDTH,
            "height": HEIGHT,
        },
        "suggest": {
            kind: {
                "service_url": endpoint,
                "service_path": f"/suggest/{kind}",
                "flyout_service_url": endpoint,
                "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
            }
            for kind in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": {"service_url": endpoint, "service_path": "/extend/propose"},
            "property_settings": _settings("name", language),
        },
    }


@lru_cache(maxsize=256)
def direction(tag: str) -> str:
    """The direction that a language is written in; ``auto`` if that is not known."""
    try:
        order = Locale.parse(tag, sep="-").character_order
    except (UnknownLocaleError, ValueError):
        return "auto"
    return "rtl" if order == "right-to-left" else "ltr"


def directed(tag: str) -> dict[str, str]:
    """What 1.0 tells of the language of a text; of one that is not known, only that."""
    return {"lang": tag, "dir": direction(tag)} if tag else {"dir": "auto"}


def _settings(key: str, language: str) -> list[dict[str, Any]]:
    # What 0.2 calls name, label and help_text, 1.0 calls id, name and helpText.
    label, help_ = ("label", "help_text") if key == "name" else ("name", "helpText")

    def word(name: str) -> str:
        return text(name, language, "setting")

    return [
        {
            key: "limit",
            label: word("limit"),
            help_: word("limit-help"),
            "type": "number",
            "default": 0,
        },
        {
            key: "lang",
            label: word("lang"),
            help_: word("lang-help"),
            "type": "select",
            "default": language,
            "choices": [{"value": tag, "name": word(tag)} for tag in LANGUAGES],
        },
    ]
