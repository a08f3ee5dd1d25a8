// The query page: the editor in place of the text box, and the answer below it.

import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { readAnswer } from "./answer.js";
import Yasqe, { mark } from "./completion.js";
import * as history from "./history.js";
import { element, endpoint, labelled, language, number, seconds, t } from "./page.js";
import { Problem, Run } from "./request.js";
import { LANGUAGES, snippet } from "./snippets.js";
import { clearViews, showAnswer } from "./views.js";

const form = document.getElementById("query-form");
const box = document.getElementById("query");
const output = document.getElementById("result");
const asked = new URLSearchParams(location.hash.slice(1));

// ---------------------------------------------------------------- the editor

const place = element("div", { class: "editor", dir: "ltr" });
box.before(place);
box.hidden = true;
box.disabled = true;
form.querySelector("[data-plain]")?.remove();

const editor = new Yasqe(place, {
  value: asked.get("query") ?? box.value,
  persistenceId: null,
  consumeShareLink: null,
  createShareableLink: null,
  showQueryButton: false,
  resizeable: false,
  editorHeight: "auto",
  lineWrapping: true,
  screenReaderLabel: t("query"),
  extraKeys: {
    "Ctrl-Enter": () => run(),
    "Cmd-Enter": () => run(),
    "Ctrl-S": () => link(),
    // Tab indents; Escape gives the keyboard back to the page.
    Esc: () => start.focus(),
  },
});
form.querySelector('label[for="query"]').addEventListener("click", () => editor.focus());
// Completion opens while a prefixed name is typed, not while the cursor passes over one.
editor.on("inputRead", (_, change) => {
  if (/^[\w:]$/.test(change.text[0]) && editor.getCompleteToken().string.includes(":")) editor.autocomplete();
});

// ---------------------------------------------------------------- the bar below it

const start = form.querySelector("button");
const stop = element("button", { type: "button", class: "second", disabled: true, onclick: cancel }, t("cancel"));
const format = element("button", { type: "button", class: "second", onclick: () => editor.autoformat() }, t("tidy"));
const share = element("button", { type: "button", class: "second", onclick: link }, t("link"));
const clock = element("span", { class: "clock", "aria-hidden": "true" });
const status = element("span", { role: "status" });
start.after(stop, format, share, clock, status);

function link() {
  const address = new URL(location.href);
  address.hash = new URLSearchParams({ query: editor.getValue() });
  window.history.replaceState(null, "", address);
  if (navigator.clipboard) {
    navigator.clipboard.writeText(address.href).then(
      () => (status.textContent = t("link-copied")),
      () => (status.textContent = t("link-made")),
    );
  } else {
    status.textContent = t("link-made");
  }
  keepLanguageLink();
}

/** The other language shows the same query, run or not. */
function keepLanguageLink() {
  const hash = new URLSearchParams({ query: editor.getValue() });
  for (const other of document.querySelectorAll("a[hreflang]")) other.hash = hash;
}

window.addEventListener("hashchange", () => {
  const query = new URLSearchParams(location.hash.slice(1)).get("query");
  if (query !== null && query !== editor.getValue()) editor.setValue(query);
});

// ---------------------------------------------------------------- running

let running;
let shown = [];

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});

async function run() {
  if (running) await cancel();
  const query = editor.getValue();
  history.keep(query);
  listHistory();
  window.history.replaceState(null, "", "#" + new URLSearchParams({ query }));
  keepLanguageLink();
  unmark();
  clearViews(output);
  const since = performance.now();
  const elapsed = () => (performance.now() - since) / 1000;
  let bytes = 0;
  const tick = () => {
    const kilobytes = bytes && ` · ${t("kilobytes", { count: number(Math.ceil(bytes / 1024)) })}`;
    clock.textContent = t("seconds", { count: seconds(elapsed()) }) + (kilobytes || "");
  };
  const timer = setInterval(tick, 100);
  const mine = (running = new Run(query, (count) => (bytes = count)));
  stop.disabled = false;
  output.setAttribute("aria-busy", "true");
  status.textContent = t("working");
  try {
    const answer = await readAnswer(await mine.answer);
    if (running !== mine) return;
    tick();
    status.textContent = summary(answer);
    showAnswer(output, answer, query, asked.get("view"));
    showWarnings(answer.warnings);
  } catch (error) {
    if (running === mine) failed(error, mine);
  } finally {
    clearInterval(timer);
    if (running === mine) {
      running = undefined;
      stop.disabled = true;
      output.removeAttribute("aria-busy");
    }
  }
}

function summary(answer) {
  if (answer.kind === "boolean") return t("done");
  const count = number(answer.rows.length);
  return t(answer.kind === "graph" ? "triples-count" : "rows-count", { count });
}

async function cancel() {
  const mine = running;
  if (!mine) return;
  stop.disabled = true;
  status.textContent = t("cancelling");
  try {
    const ended = await mine.cancel();
    status.textContent = t(ended ? "cancelled" : "was-over");
  } catch {
    status.textContent = t("error"); // the server cannot be reached; it notices that, too
  }
}

function failed(error, mine) {
  const found = error instanceof Problem ? error.details : { title: t("error"), detail: String(error) };
  // The answer that the server gives to a cancelled query says no more than cancel() does.
  if (mine.cancelled) return;
  status.textContent = "";
  const lines = [found.title, found.detail, found.hint].filter(Boolean);
  const alert = element("div", { class: "problem", role: "alert", dir: "auto" }, lines.join("\n"));
  if (found.line) {
    alert.append("\n", jumpTo(found));
    markError(found, lines.slice(1).join(" "));
  }
  output.replaceChildren(alert);
}

/** Beneath an answer, what the query names and the graph does not have. */
function showWarnings(warnings) {
  if (!warnings.length) return;
  const rows = warnings.map((found) => {
    const text = found[`message_${language}`] ?? t("not-in-graph", { term: [found.term, ...found.near].join("  ≈ ") });
    const row = element("li", { dir: "auto" }, text);
    if (found.line) row.append(" ", jumpTo(found));
    return row;
  });
  output.append(element("div", { class: "warning", role: "status" }, element("ul", {}, ...rows)));
}

function jumpTo(found) {
  const where = t("at-line", { line: number(found.line), column: number(found.column || 1) });
  return element("button", { type: "button", class: "second", onclick: () => go(found) }, where);
}

// ---------------------------------------------------------------- marks of errors

function at(found) {
  // The endpoint counts characters from 1, CodeMirror UTF-16 units from 0.
  const line = Math.min(found.line, editor.getDoc().lineCount()) - 1;
  const before = Array.from(editor.getDoc().getLine(line)).slice(0, (found.column || 1) - 1);
  return { line, ch: before.join("").length };
}

function go(found) {
  editor.getDoc().setCursor(at(found));
  editor.focus();
}

function markError(found, text) {
  const doc = editor.getDoc();
  const from = at(found);
  const rest = doc.getLine(from.line).slice(from.ch);
  const length = Math.max(1, /^[^\s{}()[\].,;]+/.exec(rest)?.[0].length || 0);
  const start = rest ? from : { line: from.line, ch: Math.max(0, from.ch - 1) };
  const end = { line: from.line, ch: from.ch + length };
  shown.push(doc.markText(start, end, { className: "error-here", attributes: { title: text } }));
  editor.addLineClass(from.line, "background", "error-line");
  editor.setGutterMarker(from.line, "gutterErrorBar", mark(text));
  editor.scrollIntoView(from, 60);
}

function unmark() {
  for (const one of shown) one.clear();
  shown = [];
  editor.getDoc().eachLine((line) => {
    editor.removeLineClass(line, "background", "error-line"); // what it returns would end the loop
  });
}
editor.on("change", unmark);
editor.on("change", keepLanguageLink);

// ---------------------------------------------------------------- programs and history

const tools = element("div", { class: "tools" });
output.after(tools);

const program = element("pre", { dir: "ltr", tabindex: "0", id: "snippet", translate: "no" });
const tongue = element("select", { onchange: writeProgram }, ...Object.keys(LANGUAGES).map((name) => element("option", {}, name)));
const copy = element("button", {
  type: "button",
  class: "second",
  onclick: () => navigator.clipboard?.writeText(program.textContent).then(() => (copy.textContent = t("copied"))),
}, t("copy"));
const programs = element(
  "details",
  { ontoggle: writeProgram },
  element("summary", {}, t("snippets")),
  element("p", {}, t("snippets-about")),
  element("div", { class: "bar" }, labelled(t("snippet-language"), tongue), copy),
  program,
);

function writeProgram() {
  if (!programs.open) return;
  copy.textContent = t("copy");
  const graph = /^(CONSTRUCT|DESCRIBE)$/.test(editor.getQueryType() || "");
  program.textContent = snippet(tongue.value, editor.getValue(), new URL(endpoint, location.href).href, graph);
}
editor.on("change", writeProgram);

const past = element("ol", { class: "history" });
const forget = element("button", {
  type: "button",
  class: "second",
  onclick: () => {
    history.clear();
    listHistory();
  },
}, t("history-clear"));
const none = element("p", {}, t("history-none"));
const chronicle = element(
  "details",
  { id: "history" },
  element("summary", {}, t("history")),
  element("p", {}, t("history-about")),
  forget,
  none,
  past,
);
tools.append(programs, chronicle);

function listHistory() {
  const found = history.kept();
  none.hidden = found.length > 0;
  forget.hidden = found.length === 0;
  past.replaceChildren(
    ...found.map(({ query, at: when }) => {
      const body = query.replace(/^\s*(PREFIX|BASE)\b.*$/gim, "").trim();
      const open = () => {
        editor.setValue(query);
        editor.focus();
      };
      return element(
        "li",
        {},
        element("button", { type: "button", class: "plain", dir: "ltr", title: query, onclick: open }, body.slice(0, 120)),
        " ",
        element("small", {}, new Date(when).toLocaleString(document.documentElement.lang)),
      );
    }),
  );
}

// What was written is not lost by following a link.
const first = editor.getValue();
window.addEventListener("pagehide", () => {
  const query = editor.getValue();
  if (query !== first && query.trim()) history.keep(query);
});

// ---------------------------------------------------------------- the examples

for (const list of document.querySelectorAll("#examples ul, #checks ul")) {
  const told = element("span", { role: "status" });
  const sought = element("input", {
    type: "search",
    dir: "auto",
    oninput: () => {
      const words = folded(sought.value).split(/\s+/).filter(Boolean);
      const left = [...list.children].filter((one) => {
        one.hidden = !words.every((word) => folded(one.textContent).includes(word));
        return !one.hidden;
      });
      told.textContent = words.length ? t("examples-found", { count: number(left.length) }) : "";
    },
  });
  list.before(element("div", { class: "bar" }, labelled(t("examples-search"), sought), told));
}

/** A text as it is compared: in small letters, with one form of those that Persian and Arabic share. */
function folded(text) {
  return text.toLocaleLowerCase().replace(/ي/g, "ی").replace(/ك/g, "ک").replace(/\u200c/g, " ");
}

listHistory();
keepLanguageLink();
if (asked.get("run") !== null && editor.getValue().trim()) run();
