// An answer as the views read it: names of columns, rows of terms, and the text it came as.

const TRIPLE = ["subject", "predicate", "object"];

/** Read what the endpoint sent. */
export async function readAnswer({ type, body, version }) {
  if (type === "application/sparql-results+json") {
    const parsed = JSON.parse(body);
    if ("boolean" in parsed) return { kind: "boolean", value: parsed.boolean, names: [], rows: [], body, version };
    return { kind: "table", names: parsed.head.vars, rows: parsed.results.bindings, body, version };
  }
  const { default: Parser } = await import("n3/src/N3Parser.js"); // not its store and reasoner
  const quads = new Parser({ format: "N-Triples" }).parse(body);
  const rows = quads.map((quad) => Object.fromEntries(TRIPLE.map((place) => [place, term(quad[place])])));
  return { kind: "graph", names: TRIPLE, rows, body, version };
}

function term(node) {
  if (node.termType === "NamedNode") return { type: "uri", value: node.value };
  if (node.termType === "BlankNode") return { type: "bnode", value: node.value };
  const made = { type: "literal", value: node.value };
  if (node.language) made["xml:lang"] = node.language;
  else made.datatype = node.datatype.value;
  return made;
}
