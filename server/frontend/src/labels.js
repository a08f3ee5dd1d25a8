// What things are called, asked of the endpoint for what an answer mentions.

import { endpoint, labels, language } from "./page.js";

const AT_ONCE = 200;
// More than these are named as they are shown.
const MOST = 2000;
const PLAIN = /^https?:[^\s<>"{}|\\^`]+$/;
const known = new Map();

/** What a thing is called, as far as `learn` has heard of it: text and language, or undefined. */
export const labelOf = (iri) => known.get(iri) || undefined;

/**
 * Learn what some things are called.
 *
 * @param {Iterable<string>} iris - theirs; what is known already is not asked again.
 * @returns {Promise<boolean>} whether a name was learnt.
 */
export async function learn(iris) {
  const unknown = [...new Set(iris)].filter((iri) => !known.has(iri) && PLAIN.test(iri)).slice(0, MOST);
  for (const iri of unknown) known.set(iri, null);
  let learnt = false;
  for (let start = 0; start < unknown.length; start += AT_ONCE) {
    const part = unknown.slice(start, start + AT_ONCE);
    for (const [iri, label] of await asked(part)) {
      known.set(iri, label);
      learnt = true;
    }
  }
  return learnt;
}

async function asked(iris) {
  const things = iris.map((iri) => `<${iri}>`).join(" ");
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" },
    body: labels.replace("# bind", `VALUES ?thing { ${things} }`),
  }).catch(() => undefined);
  // Without names the addresses stand for themselves.
  if (!response?.ok) return new Map();
  const found = new Map();
  for (const { thing, label } of (await response.json()).results.bindings) {
    const made = { text: label.value, language: label["xml:lang"] || "" };
    const held = found.get(thing.value);
    if (!held || rank(made) < rank(held)) found.set(thing.value, made);
  }
  return found;
}

/** The language of the page first, then what is written in its letters, then any other. */
function rank({ language: tag }) {
  if (tag === language) return 0;
  return tag.startsWith(language) || (language === "fa" && tag.includes("-arab")) ? 1 : tag === "en" ? 2 : 3;
}
