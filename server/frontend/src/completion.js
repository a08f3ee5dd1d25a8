// Completion and syntax marks: YASQE's own, with our vocabulary in place of prefix.cc and LOV.

import Yasqe from "@zazuko/yasqe";
import { element, language, prefixes, t, vocabulary } from "./page.js";

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

Yasqe.registerAutocompleter({
  name: "terms",
  bulk: false,
  autoShow: false,
  isValidCompletionPosition: (editor) => position(editor) !== undefined,
  async get(editor, token) {
    const typed = token.string.trim().toLocaleLowerCase();
    const kind = position(editor)?.kind;
    const found = (await known())
      .filter((term) => (!kind || term.kind === kind) && term.words.includes(typed))
      .sort((a, b) => rank(a, typed) - rank(b, typed) || b.uses - a.uses || (a.name < b.name ? -1 : 1))
      .slice(0, MOST);
    for (const term of found) details.set(term.name, term);
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
      },
    })),
});

// Our prefixes instead of those of prefix.cc: YASQE adds a declaration when one is first used.
Yasqe.Autocompleters.prefixes = {
  ...Yasqe.Autocompleters.prefixes,
  persistenceId: null,
  get: () => Object.entries(prefixes).map(([name, space]) => `${name}: <${space}>`),
};
Yasqe.defaults.autocompleters = ["prefixes", "variables", "terms"];

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
