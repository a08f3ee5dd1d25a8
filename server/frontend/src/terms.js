// RDF terms as text and as elements. Nothing here ever becomes HTML.

import { element, language, prefixes, things } from "./page.js";

const spaces = Object.entries(prefixes).sort((a, b) => b[1].length - a[1].length);
const ID = "https://w3id.org/peyvand/id/";

/** An IRI as people read it: without our base, or with a known prefix, or whole. */
export function short(iri) {
  if (iri.startsWith(ID)) return readable(iri.slice(ID.length));
  for (const [prefix, space] of spaces) {
    if (iri.startsWith(space) && !/[/#]./.test(iri.slice(space.length))) return `${prefix}:${readable(iri.slice(space.length))}`;
  }
  return readable(iri);
}

function readable(text) {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

/** The text of a term; of nothing, the empty string. */
export function text(term) {
  if (!term) return "";
  if (term.type === "uri") return short(term.value);
  return term.type === "bnode" ? `_:${term.value}` : term.value;
}

/** The name of what a column holds: of ?partner, that in ?partnerEn or ?partnerFa if there is one. */
export function labelOf(row, name) {
  const ends = language === "fa" ? ["Fa", "En"] : ["En", "Fa"];
  return text(row[ends.map((end) => name + end).find((column) => row[column])] || row[name]);
}

/** An element that shows a term, with its direction and language. */
export function shown(term) {
  if (!term) return "";
  if (term.type === "uri") {
    // Any other scheme could run a script when followed.
    const safe = /^https?:\/\//i.test(term.value);
    const attributes = { dir: "ltr", title: term.value };
    // Our own things are looked up here, if this server answers for them.
    const own = things && term.value.startsWith(ID);
    const href = own ? things + term.value.slice(ID.length) : term.value;
    if (safe) Object.assign(attributes, { href, rel: "noopener noreferrer" });
    return element(safe ? "a" : "span", attributes, short(term.value));
  }
  const tag = term["xml:lang"];
  const attributes = { dir: "auto", lang: tag, title: tag ? `@${tag}` : term.datatype && short(term.datatype) };
  return element("bdi", attributes, text(term));
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** The number that a literal is, or undefined. */
export function numeric(term) {
  return term && term.type !== "uri" && NUMBER.test(term.value) ? Number(term.value) : undefined;
}

/** Names of the columns in which some row holds what a test accepts. */
export function columns(answer, test) {
  return answer.names.filter((name) => answer.rows.some((row) => row[name] && test(row[name])));
}
