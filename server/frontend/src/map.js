// The answer on a map: the coastline is Natural Earth's, drawn here; no tile is fetched.

import { wktToGeoJSON } from "betterknown";
import { geoArea, geoCentroid, geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { select } from "d3-selection";
import { zoom as zooming, zoomIdentity } from "d3-zoom";
import { feature } from "topojson-client";
import land from "world-atlas/land-110m.json";
import { roomy } from "./names.js";
import { drawn, element, language, number, t } from "./page.js";
import { places } from "./places.js";
import { notScrolling } from "./scrolling.js";
import { numeric, shown, text } from "./terms.js";

const WIDTH = 960;
const HEIGHT = 480;
const RADIUS = 5;
const NAME = 13;
// So many of the first places are looked at for their names, as far as these have room.
const MOST_NAMED = 400;
const MOST_PLACES = 4000;
// Nearer than this the coastline has nothing more to show.
const NEAREST = 30;
const NEAREST_AT_FIRST = 7;

/** Show the rows that have a place. */
export function showMap(panel, answer) {
  const all = read(answer, places(answer));
  const found = all.slice(0, MOST_PLACES);
  const links = found.filter(({ link }) => link);
  const projection = geoNaturalEarth1().fitSize([WIDTH, HEIGHT], { type: "Sphere" });
  const path = geoPath(projection).pointRadius(RADIUS);
  const details = element("div", { class: "details", "aria-live": "polite" });
  const ground = drawn(
    "g",
    {},
    drawn("path", { class: "sea", d: path({ type: "Sphere" }) }),
    drawn("path", { class: "grid", d: path(geoGraticule10()) }),
    drawn("path", { class: "land", d: path(feature(land, land.objects.land)) }),
  );
  const marks = drawn("g");
  const placed = t("map-about", { count: number(new Set(all.map(({ row }) => row)).size), rows: number(answer.rows.length) });
  const known = links.length ? `${placed} ${t("map-links", { count: number(links.length) })}` : placed;
  const cut = t("map-cut", { shown: number(found.length), count: number(all.length) });
  const label = all.length > found.length ? `${known} ${cut}` : known;
  const shapes = [];
  for (const { row, shape, link } of found) {
    const show = () => details.replaceChildren(describe(row, answer.names));
    const outline = drawn(
      "path",
      {
        class: link ? "link" : /Point/.test(shape.type) ? "place" : "place area",
        tabindex: "0",
        role: "button",
        "aria-label": title(row, answer.names),
        onclick: show,
        onkeydown: (event) => event.key === "Enter" && show(),
      },
      drawn("title", {}, title(row, answer.names)),
    );
    marks.append(outline);
    let name;
    if (shapes.length < MOST_NAMED && !link) {
      name = drawn("text", { class: "place-name", x: path.centroid(shape)[0], "text-anchor": "middle" }, title(row, answer.names));
      marks.append(name);
    }
    shapes.push({ shape, outline, name });
  }
  const svg = drawn("svg", { class: "map", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": label }, ground, marks);

  const place = (transform) => {
    ground.setAttribute("transform", transform);
    marks.setAttribute("transform", transform);
    path.pointRadius(RADIUS / transform.k);
    const named = [];
    for (const { shape, outline, name } of shapes) {
      outline.setAttribute("d", path(shape) || "");
      if (!name) continue;
      const [x, y] = path.centroid(shape);
      name.style.fontSize = `${NAME / transform.k}px`;
      name.setAttribute("y", y - (RADIUS + 4) / transform.k);
      named.push({ x: x * transform.k, y: y * transform.k, text: name.textContent, name });
    }
    const shown = roomy(named, NAME, { rise: RADIUS + 4 + NAME / 3, mark: RADIUS });
    named.forEach(({ name }, at) => { name.style.display = shown.has(at) ? "" : "none"; });
  };
  const zoom = zooming().filter(notScrolling).scaleExtent([1, NEAREST]).translateExtent([[0, 0], [WIDTH, HEIGHT]]).on("zoom", ({ transform }) => place(transform));
  select(svg).call(zoom);
  const extent = { type: "GeometryCollection", geometries: found.map(({ shape }) => shape) };
  const fit = () => found.length && select(svg).call(zoom.transform, fitted(path.bounds(extent)));
  const by = (factor) => () => select(svg).call(zoom.scaleBy, factor);
  const button = (key, onclick) => element("button", { type: "button", class: "second", onclick }, t(key));
  panel.append(
    element("div", { class: "bar" }, button("zoom-in", by(1.6)), button("zoom-out", by(1 / 1.6)), button("zoom-fit", fit), element("span", {}, label)),
    svg,
    details,
  );
  place(zoomIdentity);
  fit();
}

function fitted([[left, top], [right, bottom]]) {
  const scale = Math.max(1, Math.min(NEAREST_AT_FIRST, 0.85 / Math.max((right - left) / WIDTH, (bottom - top) / HEIGHT)));
  return zoomIdentity
    .translate(WIDTH / 2, HEIGHT / 2)
    .scale(scale)
    .translate(-(left + right) / 2, -(top + bottom) / 2);
}

function read(answer, ends) {
  const [links, points] = [[], []];
  for (const row of answer.rows) {
    const shapes = ends.map((where) => (where.wkt ? parsed(row[where.wkt]) : point(numeric(row[where.latitude]), numeric(row[where.longitude])))).filter(Boolean);
    // An end of many links is drawn once.
    points.push(...shapes.map((shape) => ({ row, shape })));
    const [from, to] = shapes.map((shape) => (shape.type === "Point" ? shape.coordinates : geoCentroid(shape)));
    // A line on the sphere is a great circle.
    if (to) links.push({ row, link: true, shape: { type: "LineString", coordinates: [from, to] } });
  }
  if (!links.length) return points;
  const once = new Map(points.map((one) => [JSON.stringify(one.shape), one]));
  return [...links, ...once.values()];
}

function point(latitude, longitude) {
  if (latitude === undefined || longitude === undefined) return undefined;
  return { type: "Point", coordinates: [longitude, latitude] };
}

function parsed(term) {
  if (!term) return undefined;
  try {
    // A literal may begin with its reference system; ours are all in degrees, longitude first.
    const shape = wktToGeoJSON(term.value.replace(/^\s*<[^>]*>\s*/, ""));
    return shape && clockwise(shape);
  } catch {
    return undefined;
  }
}

// On a sphere a ring the other way round is the rest of the world.
function clockwise(shape) {
  const turned = (rings) => rings.map((ring) => (geoArea({ type: "Polygon", coordinates: [ring] }) > 2 * Math.PI ? [...ring].reverse() : ring));
  if (shape.type === "Polygon") return { ...shape, coordinates: turned(shape.coordinates) };
  if (shape.type === "MultiPolygon") return { ...shape, coordinates: shape.coordinates.map(turned) };
  return shape;
}

function title(row, names) {
  const tagged = names.map((name) => row[name]).filter((term) => term?.type === "literal" && numeric(term) === undefined && !/wktLiteral$/.test(term.datatype || ""));
  const best = tagged.find((term) => term["xml:lang"] === language) || tagged[0] || names.map((name) => row[name]).find(Boolean);
  return text(best);
}

function describe(row, names) {
  const list = element("dl");
  for (const name of names) {
    if (row[name]) list.append(element("div", {}, element("dt", { dir: "ltr" }, name), element("dd", {}, shown(row[name]))));
  }
  return list;
}
