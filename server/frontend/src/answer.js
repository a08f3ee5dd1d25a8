// An answer as the views read it: names of columns, rows of terms, and the text it came as.

const TRIPLE = ["subject", "predicate", "object"];

/** Read what the endpoint sent. */
export async function readAnswer({ type, body, version, warned }) {
  if (type === "application/sparql-results+json") {
    const parsed = JSON.parse(body);
    const warnings = parsed.warnings ?? inHeader(warned);
    if ("boolean" in parsed) return { kind: "boolean", value: parsed.boolean, names: [], rows: [], body, version, warnings };
    return { kind: "table", names: parsed.head.vars, rows: parsed.results.bindings, body, version, warnings };
  }
  const { default: Parser } = await import("n3/src/N3Parser.js"); // not its store and reasoner
  const quads = new Parser({ format: "N-Triples" }).parse(body);
  const rows = quads.map((quad) => Object.fromEntries(TRIPLE.map((place) => [place, term(quad[place])])));
  return { kind: "graph", names: TRIPLE, rows, body, version, warnings: inHeader(warned) };
}

/** The warnings of a header, which holds no sentences: their terms, places and near terms. */
function inHeader(warned) {
  return (warned ?? "").split(/, (?=[a-z-]+;term=)/).filter(Boolean).map((item) => {
    const text = (name) => new RegExp(`;${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(item)?.[1].replace(/\\(.)/g, "$1");
    const whole = (name) => Number(new RegExp(`;${name}=(\\d+)`).exec(item)?.[1]) || undefined;
    const near = text("near")?.split(" ") ?? [];
    return { term: text("term"), near, line: whole("line"), column: whole("column") };
  });
}

function term(node) {
  if (node.termType === "NamedNode") return { type: "uri", value: node.value };
  if (node.termType === "BlankNode") return { type: "bnode", value: node.value };
  const made = { type: "literal", value: node.value };
  if (node.language) made["xml:lang"] = node.language;
  else made.datatype = node.datatype.value;
  return made;
}
