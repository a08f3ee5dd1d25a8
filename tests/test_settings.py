"""Every setting is checked at the start: its kind, its range, and its name in what is said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import fields

import pytest

from peyvand.errors import PeyvandError
from peyvand.settings import PREFIX, Settings
from waiting import LIMIT_S

NUMBERS = [setting for setting in fields(Settings) if isinstance(setting.default, int | float)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((setting.name, "-1") for setting in NUMBERS),
        *((setting.name, "many") for setting in NUMBERS),
        *((setting.name, "1e300") for setting in NUMBERS),
        *((setting.name, "") for setting in NUMBERS),
        *((setting.name, "nan") for setting in NUMBERS),
        *((setting.name, "inf") for setting in NUMBERS),
        ("light_workers", "0"),
        ("workers", "0"),
        ("threads", "0"),
        ("query_timeout_s", "0"),
        ("client_timeout_s", "0"),
        ("max_connections", "0"),
        ("worker_memory_mb", "1"),
        ("keep_versions", "0"),
        ("port", "65536"),
        ("port", "80.5"),
        ("trusted_proxies", "10.0.0.0/33"),
        ("trusted_proxies", "proxy.example"),
        ("trusted_proxies", "10.0.0.1 10.0.0.2"),
        ("public_url", "x.example"),
        ("public_url", "ftp://x.example/"),
        ("public_url", "https://x.example/?q"),
        ("public_url", "https://x.example/\r\nX: y"),
        ("columns", "on"),
    ],
)
def test_a_setting_out_of_its_range_is_named(name: str, value: str) -> None:
    with pytest.raises(PeyvandError, match=PREFIX + name.upper()) as caught:
        Settings.from_environment({PREFIX + name.upper(): value})
    assert re.match(rf"{PREFIX}{name.upper()} is .+: .+", caught.value.message)
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: str(setting.name))
def test_a_range_holds_its_ends(setting: object) -> None:
    name, about = setting.name, setting.metadata  # type: ignore[attr-defined]
    for value in (about["least"], about["most"]):
        assert getattr(Settings(**{name: value}), name) == value
    with pytest.raises(PeyvandError, match=f"^PEYVAND_{name.upper()} is .*must be"):
        Settings(**{name: about["least"] - 1})
    with pytest.raises(PeyvandError, match=f"^PEYVAND_{name.upper()} is .*must be"):
        Settings(**{name: about["most"] + 1})


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("trusted_proxies", "10.0.0.0/8", "10.0.0.0/8"),
        ("trusted_proxies", " 10.1.2.3/8 , 192.168.0.7,", "10.0.0.0/8,192.168.0.7"),
        ("trusted_proxies", "fd00::/8,::1", "fd00::/8,::1"),
        ("trusted_proxies", "*", "*"),
        ("trusted_proxies", "", ""),
        ("public_url", "https://x.example/peyvand/", "https://x.example/peyvand"),
        ("public_url", "http://[::1]:8000", "http://[::1]:8000"),
        ("query_timeout_s", "2.5", 2.5),
        ("max_rows", "0", 0),
        ("port", "0", 0),
    ],
)
def test_a_setting_is_read(name: str, value: str, read: object) -> None:
    assert getattr(Settings.from_environment({PREFIX + name.upper(): value}), name) == read


def test_the_server_does_not_start_with_what_never_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "peyvand", "serve"],
        env={**os.environ, "PEYVAND_LIGHT_WORKERS": "0"},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
    )
    assert done.returncode == 1
    assert "PEYVAND_LIGHT_WORKERS is 0" in done.stderr
    assert "Traceback" not in done.stderr
