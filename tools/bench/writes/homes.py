"""Homes of any size to be written to: the graph of the documents, and generated cities beside it.

The documents' part is a graph as people write to it, with its vocabulary, registers and evidence;
what is generated is in the terms of the same vocabulary, so that searches, derivations and shapes
find it. It is published as it is: to validate ten million quads is not what is measured.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from peyvand.graph.dataset_description import describe
from peyvand.graph.history import facts
from peyvand.graph.patch import dump_lines
from peyvand.graph.patch import quads as quads_of
from peyvand.graph.versions import DESCRIPTION, DUMP, STORE, Versions
from peyvand.graph.written import Origin
from peyvand.vocabulary.iris import BASE, PREFIXES

from ..generate import BASE as GENERATED
from ..generate import lines

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
    text = home / "generated.nq"
    more = quads - documents.manifest["quads"]
    versions = Versions(home)
    with text.open("w", encoding="utf-8") as file:
        file.writelines(generated(more) if more > 0 else ())
    with versions.candidate() as folder:
        store = Store(str(folder / STORE))
        store.bulk_load(path=str(text), format=RdfFormat.N_QUADS)
        store.extend(quads_of(dump_lines(Store.read_only(str(documents.store)))))
        store.flush()
        # The engine writes numbers in its own way. Sorted on the disk: what is measured later
        # should find the memory free.
        store.dump(str(text), format=RdfFormat.N_QUADS)
        with (folder / DUMP).open("wb") as out:
            sort = ["sort", "--buffer-size=500M", f"--temporary-directory={home}", text]
            subprocess.run(sort, stdout=out, env={**os.environ, "LC_ALL": "C"}, check=True)
        (folder / DESCRIPTION).write_bytes(describe(store))
        manifest = {**facts(folder, store, "copy"), **Origin().write(folder), "removed": 0}
        manifest["added"] = manifest["quads"]
        del store
        versions.publish(folder, manifest, keep=3)
    text.unlink()


if __name__ == "__main__":
    make_home(Versions(Path(sys.argv[1])).current(), Path(sys.argv[2]), int(sys.argv[3]))
