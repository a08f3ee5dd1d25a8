// Completion and syntax marks: YASQE's own, with our vocabulary in place of prefix.cc and LOV.

import Yasqe from "@zazuko/yasqe";
import { search as find } from "./combobox.js";
import { element, language, prefixes, search, t, vocabulary } from "./page.js";

const MOST = 60;
let terms;

/** The classes and properties of the graph, fetched once. */
async function known() {
  terms ??= fetch(vocabulary).then((response) => (response.ok ? response.json() : { terms: [] }));
  return (await terms).terms.map((term) => ({
    ...term,
    words: [term.name, ...Object.values(term.label)].join("\n").toLocaleLowerCase(),
  }));
}

function rank(term, typed) {
  const name = term.name.toLowerCase();
  if (name.startsWith(typed) || name.split(":")[1]?.startsWith(typed)) return 0;
  return 1;
}

function position(editor) {
  const token = editor.getCompleteToken();
  const state = token.state;
  if (/^[?$"'<#]/.test(token.string) || ["string", "comment"].includes(token.type)) return undefined;
  const before = editor.getPreviousNonWsToken(editor.getDoc().getCursor().line, token).string;
  if (/^(PREFIX|BASE|FROM|NAMED)$/i.test(before) || /^(PREFIX|BASE)\b/i.test(token.string)) return undefined;
  if (before === "a" || before === "rdf:type") return { kind: "class", token };
  // YASQE's grammar expects the keyword "a" exactly where a property may stand.
  if (state.possibleCurrent?.includes("a")) return { kind: "property", token };
  return /:/.test(token.string) ? { kind: undefined, token } : undefined;
}

const details = new Map();

/** The class that the query gives to what the statement at the cursor is about; undefined if none. */
function classAtCursor(editor) {
  const before = editor.getDoc().getRange({ line: 0, ch: 0 }, editor.getDoc().getCursor()).replace(/"[^"]*"|#[^\n>]*$/gm, " ");
  // A statement begins after a point or a brace; points stand in names and addresses too.
  const statement = before.split(/[{}]|\.(?=\s|$)/).pop().replace(/^\s*(?:OPTIONAL|GRAPH\s+\S+|UNION|WHERE)?\s*/i, "");
  const subject = /^\S+/.exec(statement)?.[0];
  if (!subject) return undefined;
  const name = subject.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`${name}\\s+(?:[^.{}]*;\\s*)?(?:a|rdf:type)\\s+([\\w-]+:[\\w-]+)`).exec(editor.getValue())?.[1];
}

Yasqe.registerAutocompleter({
  name: "terms",
  bulk: false,
  autoShow: false,
  isValidCompletionPosition: (editor) => position(editor) !== undefined,
  async get(editor, token) {
    const typed = token.string.trim().toLocaleLowerCase();
    const kind = position(editor)?.kind;
    const about = kind === "property" ? classAtCursor(editor) : undefined;
    const of = (term) => (about && term.of?.includes(about) ? 0 : 1);
    const found = (await known())
      .filter((term) => (!kind || term.kind === kind) && term.words.includes(typed))
      .sort((a, b) => of(a) - of(b) || rank(a, typed) - rank(b, typed) || b.uses - a.uses || (a.name < b.name ? -1 : 1))
      .slice(0, MOST);
    for (const term of found) details.set(term.name, { ...term, about: of(term) ? undefined : about });
    return found.map((term) => term.name);
  },
  postprocessHints: (_, hints) =>
    hints.map((hint) => ({
      ...hint,
      render(place) {
        const term = details.get(hint.text);
        const label = term?.label[language] || term?.label.en || "";
        place.title = term?.definition[language] || term?.definition.en || "";
        place.append(element("b", { dir: "ltr" }, hint.text), " ", element("bdi", {}, label));
        if (term?.about) place.append(" ", element("small", { dir: "ltr" }, term.about));
      },
    })),
});

const SHORTEST = 2;
const KEYWORDS = /^(select|where|optional|filter|union|graph|bind|values|order|group|having|limit|offset|distinct|construct|describe|ask|prefix|base|from|named|minus|service|exists|not|in|as|by|desc|asc|true|false)$/i;

/** The word before the cursor that may name a thing, in any script; undefined if none does. */
function word(editor) {
  const cursor = editor.getDoc().getCursor();
  const { type } = editor.getTokenAt(cursor);
  if (type === "string" || type === "comment" || !search) return undefined;
  const found = /(?:^|[\s({,;])(\p{L}[\p{L}\p{M}\p{N}\u200c'’-]*)$/u.exec(editor.getDoc().getLine(cursor.line).slice(0, cursor.ch))?.[1];
  if (!found || found.length < SHORTEST || KEYWORDS.test(found)) return undefined;
  return { text: found, from: { line: cursor.line, ch: cursor.ch - found.length }, to: cursor };
}

/** A thing as a query names it: with the prefix of its kind where that makes a plain name. */
function written(iri) {
  for (const [prefix, space] of Object.entries(prefixes)) {
    if (iri.startsWith(space) && /^[A-Za-z0-9_]([\w-]*\w)?$/.test(iri.slice(space.length))) return `${prefix}:${iri.slice(space.length)}`;
  }
  return `<${iri}>`;
}

const found = new Map();

Yasqe.registerAutocompleter({
  name: "things",
  bulk: false,
  autoShow: false,
  // Where a class or a property may stand, words name those.
  isValidCompletionPosition: (editor) => position(editor)?.kind === undefined && word(editor) !== undefined,
  async get(editor) {
    const sought = word(editor);
    if (!sought) return [];
    const things = await find(search, sought.text).catch(() => []);
    for (const thing of things) found.set(written(thing.iri), { ...thing, sought });
    return things.map((thing) => written(thing.iri));
  },
  postprocessHints: (_, hints) =>
    hints.map((hint) => {
      const { label, description, sought } = found.get(hint.text) ?? {};
      return {
        ...hint,
        // A word in letters of another script is several tokens to the editor.
        from: sought?.from ?? hint.from,
        to: sought?.to ?? hint.to,
        render: (place) => place.append(element("bdi", {}, label ?? ""), " ", element("small", {}, description ?? ""), " ", element("b", { dir: "ltr" }, hint.text)),
      };
    }),
});

// Our prefixes instead of those of prefix.cc: YASQE adds a declaration when one is first used.
Yasqe.Autocompleters.prefixes = {
  ...Yasqe.Autocompleters.prefixes,
  persistenceId: null,
  get: () => Object.entries(prefixes).map(([name, space]) => `${name}: <${space}>`),
};
Yasqe.defaults.autocompleters = ["prefixes", "variables", "terms", "things"];

// YASQE's own check writes HTML with style attributes, which the policy of these pages forbids,
// and only in English.
Yasqe.prototype.checkSyntax = function () {
  this.queryValid = true;
  this.clearGutter("gutterErrorBar");
  const doc = this.getDoc();
  for (let line = 0; line < doc.lineCount(); line++) {
    const { state } = this.getTokenAt({ line, ch: doc.getLine(line).length }, !this.queryValid);
    this.setOption("queryType", state.queryType);
    if (state.OK === false) {
      this.queryValid = false;
      const expected = (state.possibleCurrent || []).slice(0, 12).join(" ");
      this.setGutterMarker(line, "gutterErrorBar", mark(state.errorMsg || t("expected", { what: expected })));
      return;
    }
  }
};

/** What stands in the margin beside a line with an error. */
export function mark(text) {
  return element("span", { class: "error-mark", role: "img", title: text, "aria-label": text }, "▲");
}

Yasqe.prototype.showNotification = function () {};

export default Yasqe;
