// The answer as a table: sorted by any column, searched, a page at a time.

import { element, labelled, language, number, t } from "./page.js";
import { learn } from "./labels.js";
import { called, numeric, shown, text } from "./terms.js";

const PAGE = 100;

/** Show an answer as a table. */
export function showTable(panel, answer) {
  let sorted = { name: undefined, down: false };
  let page = 0;
  const search = element("input", { type: "search", dir: "auto", oninput: () => draw((page = 0)) });
  const head = element("tr");
  const body = element("tbody");
  const range = element("span", { role: "status" });
  const back = element("button", { type: "button", class: "second", onclick: () => draw(--page) }, t("previous"));
  const on = element("button", { type: "button", class: "second", onclick: () => draw(++page) }, t("next"));
  const collator = new Intl.Collator(language, { numeric: true });

  for (const name of answer.names) {
    const button = element("button", { type: "button", class: "plain", dir: "ltr" }, name);
    const column = element("th", { scope: "col", "aria-sort": "none" }, button);
    button.addEventListener("click", () => {
      sorted = { name, down: sorted.name === name && !sorted.down };
      for (const other of head.children) other.setAttribute("aria-sort", "none");
      column.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      draw((page = 0));
    });
    head.append(column);
  }

  function rows() {
    const wanted = search.value.trim().toLocaleLowerCase();
    let found = answer.rows;
    if (wanted) {
      found = found.filter((row) => answer.names.some((name) => `${called(row[name])}\n${text(row[name])}`.toLocaleLowerCase().includes(wanted)));
    }
    if (sorted.name !== undefined) {
      const way = sorted.down ? -1 : 1;
      found = [...found].sort((a, b) => way * compare(a[sorted.name], b[sorted.name]));
    }
    return found;
  }

  function compare(a, b) {
    const [left, right] = [numeric(a), numeric(b)];
    if (left !== undefined && right !== undefined) return left - right;
    return collator.compare(called(a), called(b));
  }

  function draw() {
    const found = rows();
    const from = page * PAGE;
    const slice = found.slice(from, from + PAGE);
    body.replaceChildren(
      ...slice.map((row) => element("tr", {}, ...answer.names.map((name) => element("td", {}, shown(row[name]))))),
    );
    const to = from + slice.length;
    range.textContent = t("range", { from: number(slice.length && from + 1), to: number(to), count: number(found.length) });
    back.disabled = page === 0;
    on.disabled = to >= found.length;
    back.hidden = on.hidden = found.length <= PAGE;
    name(slice);
  }

  // What a page shows is named first, then the rest, so that names are found and sorted too.
  async function name(slice) {
    const iris = (rows) => rows.flatMap((row) => answer.names.map((column) => row[column])).filter((term) => term?.type === "uri").map((term) => term.value);
    const here = await learn(iris(slice));
    if ((here || (await learn(iris(answer.rows)))) && panel.isConnected) draw();
  }

  panel.append(
    element("div", { class: "bar" }, labelled(t("search-rows"), search), back, on, range),
    element("div", { class: "wide" }, element("table", {}, element("thead", {}, head), body)),
  );
  draw();
}
