"""Tokens: what is kept of them, who finds them, and what a damaged file says."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from peyvand.errors import PeyvandError
from peyvand.tokens import CLAIMS, FILE, Role, Tokens

NOTES = "https://w3id.org/peyvand/graph/notes"


def test_a_token_is_found_by_its_secret_alone(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    one, two = tokens.add("one"), tokens.add("two", (NOTES, "default"))
    assert one != two
    found = tokens.find(two)
    assert found is not None
    assert (found.name, found.graphs) == ("two", (NOTES, "default"))
    first = tokens.find(one)
    assert first is not None
    assert (first.name, first.graphs) == ("one", ("*",))
    for wrong in (
        "",
        "one",
        one[:-1],
        one + "x",
        one.upper(),
        found.sha256,
        f"{one} {two}",
        "\xe9",
    ):
        assert tokens.find(wrong) is None
    assert [token.name for token in tokens.all()] == ["one", "two"]


def test_a_token_with_a_role_writes_the_register_of_its_name(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.add("isfahan", role=Role.ENTER, about=["city/isfahan"])
    chief = tokens.add("chief", role=Role.ADMINISTER)
    found, other = Tokens(tmp_path).find(secret), Tokens(tmp_path).find(chief)
    assert found is not None
    assert found.facts == {
        "by": "isfahan",
        "rights": ("https://w3id.org/peyvand/graph/register-isfahan",),
        "role": "enter",
        "about": ("city/isfahan",),
    }
    assert other is not None
    assert other.facts == {"by": "chief", "rights": ("*",), "role": "administer", "about": ()}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("isfahan", {"about": ["city/isfahan"]}),
        ("isfahan", {"role": Role.ENTER}),
        ("isfahan", {"role": Role.ENTER, "about": ["Isfahan"]}),
        ("isfahan", {"role": Role.ENTER, "about": ["city/isfahan", "city/<isfahan>"]}),
        ("isfahan", {"role": Role.ENTER, "about": ["city/isfahan"], "graphs": [NOTES]}),
        ("isfahan", {"role": Role.ADMINISTER, "about": ["city/isfahan"]}),
        ("اصفهان", {"role": Role.ENTER, "about": ["city/isfahan"]}),
        ("isfahan/1", {"role": Role.ENTER, "about": ["city/isfahan"]}),
    ],
)
def test_what_does_not_go_together_makes_no_token(
    tmp_path: Path, name: str, given: dict[str, Any]
) -> None:
    with pytest.raises(PeyvandError) as refused:
        Tokens(tmp_path).add(name, **given)
    assert refused.value.hint
    assert Tokens(tmp_path).all() == []


def test_a_token_of_before_there_were_roles_has_none(tmp_path: Path) -> None:
    secret = Tokens(tmp_path).add("old", (NOTES,))
    (row,) = json.loads((tmp_path / FILE).read_text())
    del row["role"], row["about"]
    (tmp_path / FILE).write_text(json.dumps([row]))
    found = Tokens(tmp_path).find(secret)
    assert found is not None
    assert found.facts == {"by": "old", "rights": (NOTES,), "role": "", "about": ()}


def test_a_secret_has_256_bits_and_is_kept_as_a_hash(tmp_path: Path) -> None:
    secret = Tokens(tmp_path).add("one")
    assert re.fullmatch(r"pv_[A-Za-z0-9_-]{43}", secret)
    (row,) = json.loads((tmp_path / FILE).read_text())
    assert row["sha256"] == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in (tmp_path / FILE).read_text()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row["created"])


def test_only_the_owner_may_read_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open
    opened: list[int] = []

    def watched(path: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = real(path, flags, mode)
        if flags & os.O_CREAT:
            opened.append(os.fstat(descriptor).st_mode & 0o777)
        return descriptor

    monkeypatch.setattr(os, "open", watched)
    old = os.umask(0)
    try:
        secret = Tokens(tmp_path).add("one")
    finally:
        os.umask(old)
    # From its first moment, and not from when it is finished.
    assert opened == [0o600]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert Tokens(tmp_path).find(secret)
    assert os.listdir(tmp_path) == [FILE]


def test_what_an_interrupted_run_left_gives_nobody_a_right(tmp_path: Path) -> None:
    left = (tmp_path / FILE).with_suffix(".part")
    left.write_text("[" * 10_000)
    left.chmod(0o666)
    secret = Tokens(tmp_path).add("one")
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert Tokens(tmp_path).find(secret)
    assert os.listdir(tmp_path) == [FILE]


def test_what_is_told_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret that was told is known, and a token that was revoked is not, when power is lost."""
    calls: list[tuple[str, str, int]] = []
    sync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        sync(descriptor)
        name = Path(os.readlink(f"/proc/self/fd/{descriptor}")).name
        size = os.fstat(descriptor).st_size if name == "tokens.part" else 0
        calls.append(("fsync", name, size))

    def replaced(source: Path, target: Path) -> None:
        calls.append(("replace", Path(target).name, Path(source).stat().st_size))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    tokens = Tokens(tmp_path)
    for change in (lambda: tokens.add("one"), lambda: tokens.revoke("one")):
        calls.clear()
        held = len(os.listdir("/proc/self/fd"))
        change()
        assert len(os.listdir("/proc/self/fd")) == held
        size = (tmp_path / FILE).stat().st_size
        assert calls == [
            ("fsync", "tokens.part", size), ("replace", FILE, size), ("fsync", tmp_path.name, 0)
        ]  # fmt: skip


def test_the_file_is_read_again_only_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []
    real = Path.read_text

    def watched(self: Path, encoding: str | None = None) -> str:
        read.append(self)
        return real(self, encoding)

    secret = Tokens(tmp_path).add("نویسنده")
    assert "نویسنده" in (tmp_path / FILE).read_text(encoding="utf-8")
    monkeypatch.setattr(Path, "read_text", watched)
    tokens = Tokens(tmp_path)
    for _ in range(3):
        assert tokens.find(secret)
    assert read == [tmp_path / FILE]
    os.utime(tmp_path / FILE, ns=(0, 0))
    assert tokens.find(secret)
    assert len(read) == 2


def test_the_home_is_made_if_it_is_not_there(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "new" / "home")
    assert tokens.all() == []
    secret = tokens.add("one")
    assert Tokens(tmp_path / "new" / "home").find(secret)


def test_every_token_is_compared_in_constant_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = Tokens(tmp_path)
    secret = tokens.add("one")
    tokens.add("two")
    compared: list[str] = []
    real = hmac.compare_digest

    def compare(kept: str, sent: str) -> bool:
        compared.append(kept)
        return real(kept, sent)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert tokens.find(secret)
    assert compared == [token.sha256 for token in tokens.all()]


def test_a_name_is_given_once_and_forgotten_by_name(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    zero, one, two = (tokens.add(name) for name in ("an older one", "one", "two"))
    with pytest.raises(PeyvandError, match="already") as caught:
        tokens.add("one")
    assert "revoke" in caught.value.hint
    tokens.revoke("one")
    assert tokens.find(one) is None
    assert tokens.find(two)
    assert tokens.find(zero)
    with pytest.raises(PeyvandError, match="no token 'one'") as caught:
        tokens.revoke("one")
    assert "token list" in caught.value.hint
    assert tokens.add("one") != one


def test_a_running_server_sees_what_the_command_line_changes(tmp_path: Path) -> None:
    served, typed = Tokens(tmp_path), Tokens(tmp_path)
    assert served.find("x") is None
    secret = typed.add("one")
    assert served.find(secret)
    typed.revoke("one")
    assert served.find(secret) is None
    again = typed.add("two")
    assert served.find(again)
    (tmp_path / FILE).unlink()
    assert served.find(again) is None


@pytest.mark.parametrize(
    "text", ["", "{", "1", '{"a": 1}', '["x"]', '[{"name": "x"}]', '[{"graphs": 1}]', "[[]]"]
)
def test_a_damaged_file_lets_nobody_in_and_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(PeyvandError, match="not a list of tokens") as caught:
        Tokens(tmp_path).find("x")
    assert caught.value.hint


def test_a_key_for_reading_writes_nothing(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    found = tokens.find(tokens.add("a-program", role=Role.READ))
    assert found is not None
    assert (found.graphs, found.may_rule, CLAIMS[Role.READ]) == ((), False, ())
    with pytest.raises(PeyvandError):
        tokens.add("another", role=Role.READ, about=["city/isfahan"])
