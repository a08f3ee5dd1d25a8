"""Files of pairs and of cities, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.errors import SourceError
from peyvand.network.pairs import read_pairs


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_pairs_and_cities(tmp_path: Path) -> None:
    pairs = write(tmp_path / "pairs.csv", "one,other\nی,b\nb,ی\nb,c\nc,c\n")
    cities = write(
        tmp_path / "cities.csv", "id,name,country,lat,lon\nb,Bam,Iran,29.1,58.35\nc,,,,\n"
    )
    network = read_pairs(pairs, cities)
    assert [node.identifier for node in network.nodes] == ["b", "c", "ی"]
    assert network.weights == {(0, 2): 2, (0, 1): 1}
    assert network.loops == 1
    assert network.nodes[0].place == (29.1, 58.35)
    assert network.nodes[0].country == "Iran"
    assert network.nodes[1].place is None
    assert network.stated == frozenset()


def test_directed_rows_are_statements(tmp_path: Path) -> None:
    path = write(tmp_path / "p.csv", "one,other,directed\nb,a,1\na,b,1\na,c,0\n")
    assert read_pairs(path).stated == {(0, 1), (1, 0)}


def test_a_mark_of_byte_order_is_no_part_of_a_name(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("one,other\na,b\n", encoding="utf-8-sig")
    assert len(read_pairs(path).edges) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column one"),
        ("one,two\na,b\n", "no column other"),
        ("one,other\na,b\na,\n", ":3: a pair lacks an end"),
        ("one,other\na\n", ":2: a pair lacks an end"),
    ],
)
def test_bad_pairs(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_pairs(write(tmp_path / "p.csv", text))
    assert said in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("value", ["north", "91", "nan", "-90.5", "inf"])
def test_bad_degrees(tmp_path: Path, value: str) -> None:
    pairs = write(tmp_path / "p.csv", "one,other\na,b\n")
    cities = write(tmp_path / "c.csv", f"id,lat,lon\na,{value},5\n")
    with pytest.raises(SourceError, match="not in degrees") as caught:
        read_pairs(pairs, cities)
    assert ":2:" in caught.value.message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        read_pairs(tmp_path / "none.csv")


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_bytes(b"one,other\n\xff\xfe,b\n")
    with pytest.raises(SourceError, match="not CSV in UTF-8"):
        read_pairs(path)
