// The answer as nodes and links: the triples of a graph, or two columns of a table.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { select } from "d3-selection";
import { zoom as zooming, zoomIdentity } from "d3-zoom";
import { drawn, element, labelled, language, number, t } from "./page.js";
import { notScrolling } from "./scrolling.js";
import { learn } from "./labels.js";
import { called, columns, labelOf, ofYears, text } from "./terms.js";

const WIDTH = 960;
const HEIGHT = 600;
const MOST_NODES = 300;
const STEPS = 250;
const MOST_NAMES = 8;
const NAME = 12;
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

/** Show nodes and links; of a table, the columns they are taken from can be chosen. */
export function showGraph(panel, answer) {
  const place = element("div");
  const note = element("span", { role: "status" });
  const bar = element("div", { class: "bar" });
  const draw = (links, names) => place.replaceChildren(drawing(links, names, note));
  if (answer.kind === "graph") {
    const show = () => {
      const { links, names } = ofTriples(answer.rows);
      draw(links, names);
    };
    show();
    named(answer, () => panel.isConnected && show());
  } else {
    const iris = columns(answer, (term) => term.type === "uri");
    // A column of properties names links and is no end of one.
    const property = answer.names.find((name) => /propert|predicate|relation/i.test(name));
    const ends = iris.length > 2 ? iris.filter((name) => name !== property) : iris;
    const choice = (first) => element("select", { dir: "ltr" }, ...iris.map((name) => element("option", { selected: name === first }, name)));
    const [from, to] = [choice(ends[0]), choice(ends[1])];
    const rest = answer.names.filter((name) => !/(En|Fa)$/.test(name));
    const by = element("select", { dir: "auto" }, element("option", { value: "" }, t("graph-unnamed")), ...rest.map((name) => element("option", {}, name)));
    const free = (name) => name !== from.value && name !== to.value;
    by.value = property ?? rest.find((name) => free(name) && /kind|type/i.test(name)) ?? rest.find((name) => free(name) && ofYears(answer, name)) ?? rest.find(free) ?? "";
    const redraw = () => {
      const rows = answer.rows.filter((row) => row[from.value] && row[to.value]);
      const names = new Map();
      for (const row of rows) {
        for (const { value } of [from, to]) names.set(key(row[value]), labelOf(row, value));
      }
      // Where no column names a link, that to which it leads does.
      draw(rows.map((row) => [key(row[from.value]), key(row[to.value]), by.value ? labelOf(row, by.value) : to.value]), names);
    };
    for (const field of [from, to, by]) field.addEventListener("change", redraw);
    bar.append(labelled(t("graph-from"), from), labelled(t("graph-to"), to), labelled(t("graph-by"), by));
    redraw();
    named(answer, () => panel.isConnected && redraw());
  }
  bar.append(note);
  panel.append(bar, place);
}

const key = (term) => (term.type === "literal" ? JSON.stringify([term.value, term["xml:lang"] || ""]) : text(term));

/** Learn what an answer mentions, and draw it again if anything has a name. */
async function named(answer, again) {
  const terms = answer.rows.flatMap((row) => answer.names.map((name) => row[name]));
  if (await learn(terms.filter((term) => term?.type === "uri").map((term) => term.value))) again();
}

function ofTriples(rows) {
  const names = new Map();
  const links = [];
  for (const { subject, predicate, object } of rows) {
    const label = predicate.value === LABEL;
    // A label is written on its node instead of being one.
    if (label && (object["xml:lang"] === language || !names.has(key(subject)))) names.set(key(subject), object.value);
    if (!label) {
      links.push([key(subject), key(object), called(predicate)]);
      for (const end of [subject, object]) if (!names.has(key(end)) && called(end) !== text(end)) names.set(key(end), called(end));
      if (object.type === "literal") names.set(key(object), object.value);
    }
  }
  return { links, names };
}

function drawing(links, names, note) {
  const nodes = new Map();
  const edges = [];
  let left = 0;
  for (const [from, to, name] of links) {
    const missing = [from, to].filter((id, place, both) => !nodes.has(id) && both.indexOf(id) === place);
    if (nodes.size + missing.length > MOST_NODES) {
      left += 1;
      continue;
    }
    for (const id of missing) nodes.set(id, { id, name: names.get(id) || id, degree: 0 });
    nodes.get(from).degree += 1;
    nodes.get(to).degree += 1;
    edges.push({ source: from, target: to, name });
  }
  note.textContent = left
    ? t("graph-cut", { nodes: number(nodes.size), left: number(left) })
    : t("graph-about", { nodes: number(nodes.size), links: number(edges.length) });

  const list = [...nodes.values()];
  const force = forceSimulation(list)
    .force("link", forceLink(edges).id((node) => node.id).distance(90))
    .force("charge", forceManyBody().strength(-220).distanceMax(400))
    .force("collide", forceCollide(22))
    // Parts without a link to each other are held together, and wider than high.
    .force("across", forceX(0).strength(0.05))
    .force("down", forceY(0).strength(0.05 * (WIDTH / HEIGHT)))
    .stop();
  // Laid out at once: nothing on the page moves by itself.
  force.tick(STEPS);

  const many = edges.length > 60;
  // Names of many links would cover the drawing: they are told beside it, and on pointing.
  if (many) note.textContent += ` ${namesOf(edges)}`;
  const lines = edges.map((edge) => drawn("line", { class: "link" }, drawn("title", {}, edge.name)));
  const words = edges.map((edge) => (many || !edge.name ? undefined : drawn("text", { class: "link-name", "text-anchor": "middle", direction: "ltr" }, edge.name)));
  const marks = list.map((node) => mark(node, list.length));
  const world = drawn("g", {}, ...lines, ...words.filter(Boolean), ...marks);
  const svg = drawn("svg", { class: "graph", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": note.textContent }, world);

  const place = () => {
    edges.forEach(({ source, target }, at) => {
      for (const [name, value] of Object.entries({ x1: source.x, y1: source.y, x2: target.x, y2: target.y })) lines[at].setAttribute(name, value);
      words[at]?.setAttribute("x", (source.x + target.x) / 2);
      words[at]?.setAttribute("y", (source.y + target.y) / 2 - 4);
    });
    list.forEach((node, at) => marks[at].setAttribute("transform", `translate(${node.x},${node.y})`));
  };
  place();
  let scale = zoomIdentity;
  const zoom = zooming().filter(notScrolling).scaleExtent([0.1, 8]).on("zoom", ({ transform }) => {
    scale = transform;
    world.setAttribute("transform", transform);
    // Names stay readable: they grow half as fast as the drawing shrinks.
    world.style.fontSize = `${NAME / Math.sqrt(Math.min(1, transform.k))}px`;
  });
  select(svg).call(zoom).call(zoom.transform, fitted(list));
  marks.forEach((one, at) => drag(one, svg, list[at], () => scale.k, place));
  return svg;
}

/** The names of links, each with how many have it; a few of many. */
function namesOf(edges) {
  const counts = new Map();
  for (const { name } of edges.filter((edge) => edge.name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1]);
  const told = most.slice(0, MOST_NAMES).map(([name, count]) => `${name} (${number(count)})`);
  return [...told, ...(most.length > MOST_NAMES ? ["…"] : [])].join(" · ");
}

function mark(node, count) {
  const cut = node.name.length > 28 ? `${node.name.slice(0, 27)}…` : node.name;
  const radius = Math.min(14, 5 + Math.sqrt(node.degree));
  const made = drawn("g", { class: "node" }, drawn("circle", { r: radius }), drawn("title", {}, node.name));
  // Of many nodes only those with several links are named; the others on pointing.
  if (count <= 80 || node.degree > 2) made.append(drawn("text", { y: radius + 12, "text-anchor": "middle" }, cut));
  return made;
}

function fitted(list) {
  if (!list.length) return zoomIdentity;
  const [xs, ys] = [list.map((node) => node.x), list.map((node) => node.y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(1.5, WIDTH / (right - left + 160), HEIGHT / (bottom - top + 100));
  return zoomIdentity.translate(WIDTH / 2, HEIGHT / 2).scale(scale).translate(-(left + right) / 2, -(top + bottom) / 2);
}

function drag(mark, svg, node, scale, place) {
  mark.addEventListener("pointerdown", (event) => {
    event.stopPropagation();
    mark.setPointerCapture(event.pointerId);
    const ratio = WIDTH / svg.getBoundingClientRect().width;
    const move = (moved) => {
      node.x += (moved.movementX * ratio) / scale();
      node.y += (moved.movementY * ratio) / scale();
      place();
    };
    mark.addEventListener("pointermove", move);
    mark.addEventListener("pointerup", () => mark.removeEventListener("pointermove", move), { once: true });
  });
  // The zoom of the drawing must not take the same press.
  for (const name of ["mousedown", "touchstart"]) mark.addEventListener(name, (event) => event.stopPropagation());
}
