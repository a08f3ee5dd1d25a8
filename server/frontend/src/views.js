// The ways to look at an answer. Drawings are fetched when they are first asked for.

import { element, endpoint, formats, labelled, number, t, unique } from "./page.js";
import { columns, numeric } from "./terms.js";
import { places } from "./places.js";
import { showTable } from "./table.js";

const VIEWS = [
  ["table", (answer) => answer.kind !== "boolean", async () => showTable],
  ["map", (answer) => places(answer) !== undefined, async () => (await import("./map.js")).showMap],
  ["chart", (answer) => columns(answer, (term) => numeric(term) !== undefined).length > 0, async () => (await import("./chart.js")).showChart],
  ["graph", linked, async () => (await import("./graph.js")).showGraph],
  ["response", () => true, async () => showResponse],
];

function linked(answer) {
  return answer.kind === "graph" || columns(answer, (term) => term.type === "uri").length > 1;
}

/** Take away what is shown. */
export function clearViews(output) {
  output.replaceChildren();
}

/** Show an answer with a tab for each view that fits it. */
export function showAnswer(output, answer, query, wanted) {
  const panel = element("div", { role: "tabpanel", id: unique("panel"), tabindex: "0" });
  const tabs = VIEWS.filter(([, fits]) => answer.kind === "boolean" || answer.rows.length ? fits(answer) : false);
  const bar = element("div", { role: "tablist", "aria-label": t("views") });
  const choose = async (name, focus) => {
    for (const tab of bar.children) {
      const chosen = tab.dataset.view === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen) panel.setAttribute("aria-labelledby", tab.id);
      if (chosen && focus) tab.focus();
    }
    const show = await tabs.find(([view]) => view === name)[2]();
    panel.replaceChildren();
    show(panel, answer);
  };
  for (const [name] of tabs) {
    const id = unique("tab");
    const onclick = () => choose(name);
    bar.append(
      element("button", { type: "button", role: "tab", id, "data-view": name, "aria-controls": panel.id, onclick }, t(`view-${name}`)),
    );
  }
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const forward = getComputedStyle(bar).direction === "rtl" ? -step : step;
    const now = [...bar.children].indexOf(document.activeElement);
    const next = (now + forward + tabs.length) % tabs.length;
    choose(tabs[next][0], true);
    event.preventDefault();
  });
  if (answer.kind === "boolean") {
    output.replaceChildren(element("p", { class: "verdict" }, t(answer.value ? "yes" : "no")));
    return;
  }
  if (!answer.rows.length) {
    output.replaceChildren(element("p", {}, t("nothing-found")));
    return;
  }
  output.replaceChildren(element("div", { class: "bar" }, bar, saver(answer, query)), panel);
  choose(tabs.some(([name]) => name === wanted) ? wanted : tabs[0][0]);
}

function saver(answer, query) {
  const choice = element("select", {}, ...Object.keys(formats[answer.kind]).map((name) => element("option", {}, name)));
  const save = async () => {
    const bom = choice.value === "csv" ? "&bom=1" : "";
    const response = await fetch(`${endpoint}?format=${choice.value}${bom}`, {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query" },
      body: query,
    });
    const address = URL.createObjectURL(await response.blob());
    element("a", { href: address, download: `peyvand.${formats[answer.kind][choice.value]}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  const button = element("button", { type: "button", class: "second", onclick: save }, t("save"));
  return element("span", { class: "bar" }, labelled(t("format"), choice), button);
}

const MOST_CHARACTERS = 200_000;

function showResponse(panel, answer) {
  const whole = answer.body.length <= MOST_CHARACTERS;
  const text = whole ? answer.body : answer.body.slice(0, MOST_CHARACTERS);
  if (!whole) panel.append(element("p", {}, t("response-cut", { count: number(MOST_CHARACTERS) })));
  panel.append(element("pre", { dir: "ltr", translate: "no" }, text));
}
