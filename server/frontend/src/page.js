// What the page gives its scripts: texts in its language, addresses, prefixes, formats.

export const given = JSON.parse(document.getElementById("editor-data").textContent);

export const language = document.documentElement.lang;
export const { endpoint, queries, vocabulary, search, things, labels, prefixes, formats } = given;

/** A message of the interface, its {names} filled in. */
export function t(key, values = {}) {
  return given.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const plain = new Intl.NumberFormat(language);
export const number = (value) => plain.format(value);
const ungrouped = new Intl.NumberFormat(language, { useGrouping: false });
/** A year, which has no separators. */
export const year = (value) => ungrouped.format(value);
export const seconds = (value) =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);

/** An element with attributes and children; text is only ever text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for drawings. */
export function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

let last = 0;
/** An identifier for a label and its field. */
export const unique = (stem) => `${stem}-${++last}`;

/** A field with its label. */
export function labelled(text, field) {
  field.id ||= unique("field");
  return element("span", { class: "labelled" }, element("label", { for: field.id }, text), field);
}
