// RDF terms as text and as elements. Nothing here ever becomes HTML.

import { labelOf as named } from "./labels.js";
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

/** The text of a term as people call it: the name of a thing, if it has one that was learnt. */
export function called(term) {
  return (term?.type === "uri" && named(term.value)?.text) || text(term);
}

/** The name of what a column holds: of ?partner, that in ?partnerEn or ?partnerFa if there is one. */
export function labelOf(row, name) {
  const ends = language === "fa" ? ["Fa", "En"] : ["En", "Fa"];
  return called(row[ends.map((end) => name + end).find((column) => row[column])] || row[name]);
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
    const name = named(term.value);
    if (!name) return element(safe ? "a" : "span", attributes, short(term.value));
    // The name first, and behind it what it is the name of.
    const link = element(safe ? "a" : "span", { ...attributes, dir: "auto", lang: name.language || undefined }, name.text);
    return element("span", { class: "named" }, link, " ", element("small", { dir: "ltr" }, short(term.value)));
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

const YEAR = /^[12]\d{3}$/;
const DATED = /year|decade|date|since|until|signed|began|ended|founded/i;

/** Whether a column holds years: they are told apart and put in order, and never counted together. */
export function ofYears(answer, name) {
  const held = answer.rows.map((row) => row[name]).filter(Boolean);
  if (!held.length || !held.every((term) => term.type !== "uri" && YEAR.test(term.value))) return false;
  return DATED.test(name) || held.some((term) => /#gYear$/.test(term.datatype || ""));
}
