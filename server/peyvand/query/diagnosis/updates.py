"""Updates: several operations, with ``;`` between them."""

from __future__ import annotations

from peyvand.query.diagnosis.queries import Queries
from peyvand.query.diagnosis.scan import Piece
from peyvand.query.diagnosis.stream import Unsure

_OPERATIONS = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY")
_WHOLE = (*_OPERATIONS, "GRAPH", "DEFAULT", "NAMED", "ALL", "SILENT", "INTO", "TO")


class Updates(Queries):
    """Reads updates."""

    def update(self) -> None:
        """Read a whole update, to the end of the text."""
        self.prologue()
        while self.now.kind != "end":
            self._operation()
            if self.now.kind == "end":
                return
            if not self.at(";"):
                self.strange()
                if self.word(*_OPERATIONS, "PREFIX"):
                    self.fail("update-semicolon", self.after, word=self.now.upper)
                if self.at("."):
                    self.fail("extra-end", symbol=".")
                if self.word("WHERE", "FILTER", "OPTIONAL", "USING"):
                    self.fail("outside-braces", token=self.now.text)
                self.unexpected()
            self.take()
            self.prologue()

    def _operation(self) -> None:
        now = self.now
        if self.word("INSERT", "DELETE"):
            self._change(now)
        elif self.word("WITH"):
            self.take()
            if self.now.kind not in ("iri", "name"):
                self.strange()
                self.fail("graph-name", self.after, word="WITH")
            self.term()
            if not self.word("INSERT", "DELETE"):
                self.fail("with-change", self.after)
            self._change(self.now)
        elif self.word(*_OPERATIONS):
            self._graphs()
        else:
            self.strange()
            if self.word("UPDATE"):
                self.fail("sql-update")
            self.misspelt(*_OPERATIONS, "PREFIX")
            self.fail("not-an-update", token=now.text[:60])

    def _change(self, now: Piece) -> None:
        self.take()
        if self.word("INTO", "FROM"):
            self.fail("sql-update")
        if self.word("DATA"):
            self.take()
            self._quads(f"{now.upper} DATA", data=True)
            return
        if self.word("WHERE") and now.upper == "DELETE":
            self.take()
            self._quads("DELETE WHERE", data=False)
            return
        self.misspelt("DATA", "WHERE")
        self._quads(now.upper, data=False)
        if now.upper == "DELETE" and self.word("INSERT"):
            self.take()
            if self.word("DATA"):
                self.fail("update-semicolon", self.all[self.index - 1].start - 1, word="INSERT")
            self._quads("INSERT", data=False)
        while self.word("USING"):
            self.take()
            if self.word("NAMED"):
                self.take()
            if self.now.kind not in ("iri", "name"):
                self.strange()
                self.fail("from-iri", self.after)
            self.term()
        if not self.word("WHERE"):
            self.strange()
            self.misspelt("WHERE", "USING")
            self.fail("change-where", self.after, word=now.upper)
        self.where()

    def _quads(self, word: str, *, data: bool) -> None:
        if not self.at("{"):
            self.strange()
            self.fail("missing-open-brace", self.after, word=word)
        start = self.index
        self._graphs_in_braces()
        inside = self.all[start : self.index]
        for piece in inside:
            if data and piece.kind == "variable":
                self.fail("data-variable", piece.start, variable=piece.text, word=word)
            if word.startswith("DELETE") and (piece.kind == "blank" or piece.text == "["):
                self.fail("delete-blank", piece.start)

    def _graphs_in_braces(self) -> None:
        opened = self.take()
        while not self.at("}"):
            if self.now.kind == "end":
                self.unclosed(opened)
            if self.word("GRAPH"):
                self.take()
                if self.now.kind not in ("iri", "name", "variable"):
                    self.strange()
                    self.fail("graph-name", self.after, word="GRAPH")
                self.term()
                if not self.at("{"):
                    self.strange()
                    self.fail("missing-open-brace", self.after, word="GRAPH")
                self.template()
                if self.at("."):
                    self.take()
            elif self.begins_triples():
                self.triples(set(), fixed=True)
            elif self.word("FILTER", "OPTIONAL", "BIND", "UNION", "MINUS", "VALUES", "SELECT"):
                self.fail("template-pattern", word=self.now.upper)
            else:
                self.no_part(opened)
        self.take()

    def _graphs(self) -> None:
        """Operations on whole graphs are short: nothing but their end is looked for."""
        self.take()
        while self.now.kind in ("word", "iri", "name") and not self.word(*_OPERATIONS):
            if self.now.kind == "name":
                self.resolves(self.now)
            self.misspelt(*_WHOLE)
            self.take()
        self.strange()
        if self.now.kind != "end" and not self.at(";") and not self.word(*_OPERATIONS):
            raise Unsure
