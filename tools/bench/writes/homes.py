"""Homes of any size to be written to: the graph of the documents, and generated cities beside it.

The documents' part is a graph as people write to it, with its vocabulary, registers and evidence;
what is generated is in the terms of the same vocabulary, so that searches, derivations and shapes
find it. It is published as it is: to validate ten million quads is not what is measured.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from peyvand.graph.versions import Versions
from peyvand.vocabulary.iris import BASE, PREFIXES

from ..generate import BASE as GENERATED
from ..generate import lines
from ..publishing import publish_file

_PV = PREFIXES["pv"]
_TERMS = {
    "City": "City",
    "Country": "Country",
    "Agreement": "SisterCityAgreement",
    "party": "hasParty",
    "country": "inCountry",
    "population": "population",
    "memberOf": "isMemberOf",
    "twinnedWith": "isLinkedWith",
}
_OWN = re.compile(re.escape(GENERATED) + r"(ns#(\w+)|(city|country|agreement|network)/(\d+))")


def _renamed(match):
    if match[2]:
        return f"{_PV}{_TERMS[match[2]]}" if match[2] in _TERMS else match[0]
    return f"{BASE}id/{match[3]}/generated-{match[4]}"


def generated(quads):
    """Lines of N-Quads about generated cities, in the terms of the project's vocabulary."""
    for line in lines(quads):
        yield _OWN.sub(_renamed, line)


def build_documents(home):
    """Build the graph of the documents."""
    if not (home / "current").exists():
        command = [sys.executable, "-m", "peyvand", "build", "--without-world", "--home", home]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return Versions(home).current()


def make_home(documents, home, quads):
    """Publish a graph of about so many quads as the first version of a home.

    Args:
        documents: the version that has the graph of the documents.
        home: the folder of the new home.
        quads: how many quads it is to have; never fewer than the documents have.
    """
    if (home / "current").exists():
        return
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    text = home / "data.nq"
    more = quads - documents.manifest["quads"]
    with text.open("w", encoding="utf-8") as file:
        file.writelines(generated(more) if more > 0 else ())
        file.write(documents.dump.read_text(encoding="utf-8"))
    publish_file(home, text, keep=3)
    text.unlink()


if __name__ == "__main__":
    make_home(Versions(Path(sys.argv[1])).current(), Path(sys.argv[2]), int(sys.argv[3]))
