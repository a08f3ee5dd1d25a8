// The answer as a chart of one numeric column against another column.

import { extent, max, min } from "d3-array";
import { scaleBand, scaleLinear } from "d3-scale";
import { drawn, element, labelled, language, number, t, year } from "./page.js";
import { called, columns, numeric, ofYears } from "./terms.js";

const WIDTH = 960;
const MOST_BARS = 40;
// In place of a column of numbers: how many rows there are.
const ROWS = "";
const MARGIN = { top: 20, right: 30, bottom: 40, left: 220 };

/** Show a chart with a choice of columns and of its kind. */
export function showChart(panel, answer) {
  const figures = columns(answer, (term) => numeric(term) !== undefined);
  const years = figures.filter((name) => ofYears(answer, name));
  // A year is no amount: rows are counted by it, and it is no bar from zero.
  const numbers = figures.filter((name) => !years.includes(name));
  const others = answer.names.filter((name) => !figures.includes(name));
  const options = (names) => names.map((name) => element("option", {}, name));
  const kind = element("select", {}, ...["bars", "line", "points"].map((name) => element("option", { value: name }, t(`chart-${name}`))));
  const across = element("select", { dir: "ltr" }, ...options(years.concat(others.sort((a, b) => inWords(answer, b) - inWords(answer, a)), numbers)));
  const rows = element("option", { value: ROWS, selected: !numbers.length }, t("chart-rows"));
  const value = element("select", { dir: "auto" }, ...options(numbers), ...(years.length || !numbers.length ? [rows] : []));
  const note = element("span", { role: "status" });
  const place = element("div");
  const draw = () => {
    const counted = value.value === ROWS ? countedBy(answer, across.value) : answer;
    const named = value.value === ROWS ? COUNT : value.value;
    const bars = kind.value === "bars" || !figures.includes(across.value);
    const chart = bars ? drawBars(counted, across.value, named, years) : drawLine(counted, across.value, named, kind.value === "line", years);
    note.textContent = chart.note;
    place.replaceChildren(chart.svg);
  };
  for (const field of [kind, across, value]) field.addEventListener("change", draw);
  panel.append(
    element("div", { class: "bar" }, labelled(t("chart-kind"), kind), labelled(t("chart-across"), across), labelled(t("chart-value"), value), note),
    place,
  );
  draw();
}

// Names in the language of the page first, then other texts, then IRIs.
function inWords(answer, name) {
  const term = answer.rows.find((row) => row[name])?.[name];
  if (term?.type !== "literal") return 0;
  return term["xml:lang"] === language ? 2 : 1;
}

const COUNT = "count";

/** How many rows have each value of a column, years in their order and the rest by how many. */
function countedBy(answer, name) {
  const counts = new Map();
  for (const row of answer.rows.filter((row) => row[name])) {
    const key = row[name].value;
    counts.set(key, { term: row[name], count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const order = ofYears(answer, name) ? (a, b) => numeric(a.term) - numeric(b.term) : (a, b) => b.count - a.count;
  const rows = [...counts.values()].sort(order).map(({ term, count }) => ({ [name]: term, [COUNT]: { type: "literal", value: String(count) } }));
  return { ...answer, rows };
}

function drawBars(answer, name, value, years) {
  const label = (term) => (years.includes(name) && term ? year(numeric(term)) : called(term));
  const all = answer.rows.map((row) => ({ label: label(row[name]), size: numeric(row[value]) })).filter((one) => one.size !== undefined);
  const shown = all.slice(0, MOST_BARS);
  const height = MARGIN.top + MARGIN.bottom + shown.length * 22;
  const x = scaleLinear([Math.min(0, min(shown, (one) => one.size)), Math.max(0, max(shown, (one) => one.size))], [MARGIN.left, WIDTH - MARGIN.right - 60]).nice();
  const y = scaleBand(shown.keys(), [MARGIN.top, height - MARGIN.bottom]).padding(0.2);
  const svg = canvas(height, `${value} / ${name}`);
  axis(svg, x, height);
  shown.forEach(({ label, size }, place) => {
    const middle = y(place) + y.bandwidth() / 2;
    const cut = label.length > 34 ? `${label.slice(0, 33)}…` : label;
    svg.append(
      drawn("rect", { class: "bar-of-chart", x: Math.min(x(0), x(size)), y: y(place), width: Math.abs(x(size) - x(0)), height: y.bandwidth() }, drawn("title", {}, `${label}: ${number(size)}`)),
      drawn("text", { x: MARGIN.left - 8, y: middle, "text-anchor": "end", "dominant-baseline": "central", direction: "ltr" }, cut),
      drawn("text", { x: x(Math.max(0, size)) + 5, y: middle, "dominant-baseline": "central", direction: "ltr" }, number(size)),
    );
  });
  return { svg, note: all.length > shown.length ? t("chart-cut", { shown: number(shown.length), count: number(all.length) }) : "" };
}

function drawLine(answer, name, value, joined, years) {
  const height = 420;
  const left = 80;
  const points = answer.rows
    .map((row) => [numeric(row[name]), numeric(row[value])])
    .filter(([a, b]) => a !== undefined && b !== undefined);
  if (joined) points.sort((a, b) => a[0] - b[0]);
  const x = scaleLinear(extent(points, (one) => one[0]), [left, WIDTH - MARGIN.right]).nice();
  const y = scaleLinear(extent(points, (one) => one[1]), [height - MARGIN.bottom, MARGIN.top]).nice();
  const svg = canvas(height, `${value} / ${name}`);
  const shown = years.includes(name) ? year : number;
  axis(svg, x, height, shown);
  for (const tick of y.ticks(6)) {
    svg.append(
      drawn("line", { class: "grid", x1: left, x2: WIDTH - MARGIN.right, y1: y(tick), y2: y(tick) }),
      drawn("text", { x: left - 8, y: y(tick), "text-anchor": "end", "dominant-baseline": "central", direction: "ltr" }, number(tick)),
    );
  }
  if (joined) svg.append(drawn("polyline", { class: "line-of-chart", points: points.map(([a, b]) => `${x(a)},${y(b)}`).join(" ") }));
  for (const [a, b] of points) {
    svg.append(drawn("circle", { class: "place", cx: x(a), cy: y(b), r: 4 }, drawn("title", {}, `${shown(a)}, ${number(b)}`)));
  }
  return { svg, note: "" };
}

function canvas(height, label) {
  return drawn("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label });
}

function axis(svg, x, height, shown = number) {
  // There is no half of a year.
  for (const tick of x.ticks(8).filter((tick) => shown !== year || Number.isInteger(tick))) {
    svg.append(
      drawn("line", { class: "grid", x1: x(tick), x2: x(tick), y1: MARGIN.top, y2: height - MARGIN.bottom }),
      drawn("text", { x: x(tick), y: height - MARGIN.bottom + 18, "text-anchor": "middle", direction: "ltr" }, shown(tick)),
    );
  }
}
