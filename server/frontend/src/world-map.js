// The map itself: MapLibre draws it with WebGL from what this server has; nothing else is asked.

import { LngLat, Map as Drawing, setWorkerUrl } from "maplibre-gl";
import { feature } from "topojson-client";
import { centre, flattened } from "./arcs.js";
import { combobox, search } from "./combobox.js";
import { element, given, labelled, language, number, t } from "./page.js";
import { roomy } from "./names.js";
import { lines, points, World } from "./world-data.js";

const NAME = 12;
const MOST_NAMES = 400;
// About how large the mark of a place is, in pixels.
const MARK = 3;
const LISTED = 40;
// How near a pointer has to be to a place or a line, in pixels.
const NEAR = 5;
// From this zoom on the finer coastline is worth its size.
const FINE = 3;
// What is shown at a place of the drawing that lies so much farther off, in metres, is behind the globe.
const BEHIND_M = 300_000;
const NOWHERE = { type: "FeatureCollection", features: [] };

/** Draw the map in place of its picture. */
export async function openWorld() {
  if (!document.createElement("canvas").getContext("webgl2")) throw Object.assign(new Error("no WebGL 2"), { noDrawing: true });
  const [told, coast] = await Promise.all([fetched(given.pairs), fetched(given.coast[0]), styled()]);
  new WorldMap(new World(told), land(coast));
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

function land(topology) {
  const { features } = feature(topology, topology.objects.land);
  return { type: "FeatureCollection", features: features.map(flattened) };
}

function styled() {
  return new Promise((done, failed) => {
    document.head.append(element("link", { rel: "stylesheet", href: `${given.built}world.css`, onload: done, onerror: failed }));
  });
}

class WorldMap {
  constructor(world, coast) {
    this.world = world;
    this.form = document.getElementById("world-form");
    this.list = document.getElementById("world-list");
    this.heading = document.getElementById("world-listed");
    this.told = document.getElementById("world-told");
    this.frame = element("div", { class: "picture-frame world-frame" });
    this.names = element("div", { class: "world-names", "aria-hidden": "true" });
    this.card = element("div", { class: "picture-card", hidden: true });
    this.shown = null;
    document.getElementById("world-poster").replaceWith(this.bar(), this.frame);
    setWorkerUrl(`${given.built}maplibre-gl-worker.mjs`);
    this.map = new Drawing({
      container: this.frame,
      style: { version: 8, projection: { type: "globe" }, sources: {}, layers: [] },
      attributionControl: false,
      center: [30, 30],
      zoom: this.whole(true),
      maxZoom: 9,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 0,
      cooperativeGestures: true,
      locale: {
        "Map.Title": t("world-map"),
        "CooperativeGesturesHandler.WindowsHelpText": t("world-wheel"),
        "CooperativeGesturesHandler.MacHelpText": t("world-wheel-mac"),
        "CooperativeGesturesHandler.MobileHelpText": t("world-fingers"),
      },
    });
    this.frame.append(this.names, this.card);
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.once("load", () => this.begin(coast));
  }

  bar() {
    const field = element("input", { type: "search", dir: "auto", id: "world-search" });
    const button = (key, onclick) => element("button", { type: "button", class: "second", onclick }, t(key));
    const turn = button("world-flat", () => {
      const flat = this.map.getProjection().type === "globe";
      this.map.setProjection({ type: flat ? "mercator" : "globe" });
      this.map.jumpTo({ zoom: this.whole(!flat) });
      turn.textContent = t(flat ? "world-globe" : "world-flat");
    });
    const bar = element(
      "div",
      { class: "picture-bar" },
      labelled(t("world-search"), field),
      button("zoom-in", () => this.map.zoomIn()),
      button("zoom-out", () => this.map.zoomOut()),
      button("world-all", () => this.reset()),
      turn,
    );
    combobox(field, {
      find: async (text) => {
        const found = await search(given.search, text, { limit: 20 });
        return found.filter(({ iri }) => this.world.byId.has(path(iri)) || this.world.countries.id.includes(path(iri)));
      },
      choose: ({ iri, label }) => {
        field.value = label;
        const place = this.world.byId.get(path(iri));
        if (place) return this.select(place);
        this.form.elements.country.value = path(iri);
        this.ask();
      },
      count: (found) => t("world-found", { count: number(found) }),
    });
    return bar;
  }

  begin(coast) {
    this.map.addSource("land", { type: "geojson", data: coast });
    for (const name of ["arcs", "places", "near"]) this.map.addSource(name, { type: "geojson", data: NOWHERE });
    const radius = ["interpolate", ["linear"], ["zoom"], 0, ["min", 3, ["+", 0.4, ["/", ["sqrt", ["get", "count"]], 4]]], 6, ["min", 14, ["+", 4, ["sqrt", ["get", "count"]]]]];
    const of = (name, other) => ["case", ["==", ["get", "source"], "documents"], name, other];
    for (const layer of [
      { id: "sea", type: "background" },
      { id: "land", type: "fill", source: "land" },
      { id: "coast", type: "line", source: "land", paint: { "line-width": 0.6 } },
      {
        id: "arcs",
        type: "line",
        source: "arcs",
        layout: { "line-sort-key": of(1, 0) },
        paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 0, of(1.2, 0.5), 6, of(2, 1.2)], "line-opacity": ["interpolate", ["linear"], ["zoom"], 0, of(0.8, 0.12), 5, of(0.9, 0.5)] },
      },
      { id: "near", type: "line", source: "near", paint: { "line-width": 2 } },
      { id: "places", type: "circle", source: "places", layout: { "circle-sort-key": ["get", "count"] }, paint: { "circle-radius": radius, "circle-stroke-width": 0.4, "circle-opacity": 0.8 } },
    ]) this.map.addLayer(layer);
    this.colour();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.colour());
    this.map.on("movestart", () => {
      this.frame.dataset.moving = "true";
      this.names.replaceChildren();
    });
    this.map.on("moveend", () => {
      delete this.frame.dataset.moving;
      this.name();
    });
    this.map.on("move", () => this.place());
    this.map.on("mousemove", ({ point, originalEvent }) => isPointing(originalEvent) && this.point(point));
    this.map.on("click", (event) => this.click(event.point));
    this.map.on("resize", () => this.name());
    this.frame.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    this.form.addEventListener("change", () => this.ask());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    this.map.on("zoomend", () => this.refine());
    this.ask();
    // For who looks on from outside, as tests do.
    this.map.once("idle", () => { this.frame.dataset.drawn = "true"; });
  }

  /** The colours of the page, which has a light and a dark theme. */
  colour() {
    const style = getComputedStyle(this.frame);
    const colour = (name) => style.getPropertyValue(`--map-${name}`).trim();
    const of = ["case", ["==", ["get", "source"], "documents"], colour("documents"), colour("datasets")];
    for (const [layer, property, value] of [
      ["sea", "background-color", colour("sea")],
      ["land", "fill-color", colour("land")],
      ["coast", "line-color", colour("coast")],
      ["arcs", "line-color", of],
      ["near", "line-color", colour("near")],
      ["places", "circle-color", colour("place")],
      ["places", "circle-stroke-color", colour("sea")],
    ]) this.map.setPaintProperty(layer, property, value);
  }

  /** Show what the form asks for, and keep it in the address. */
  ask() {
    const wanted = Object.fromEntries(new FormData(this.form));
    this.found = this.world.asked(wanted);
    const address = new URL(location.href);
    for (const name of ["country", "source", "kind"]) {
      if (wanted[name] && wanted[name] !== "all") address.searchParams.set(name, wanted[name]);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
    const { pairs, drawn, places } = this.found;
    this.map.getSource("arcs").setData(lines(drawn));
    this.map.getSource("places").setData(points(places));
    const share = new Intl.NumberFormat(language, { style: "percent" }).format(pairs.length ? drawn.length / pairs.length : 0);
    this.told.textContent = t("world-told", {
      pairs: number(pairs.length), cities: number(places.length), drawn: number(drawn.length), share, left: number(pairs.length - drawn.length),
    });
    this.hide();
    this.listAll();
    if (wanted.country !== this.country) {
      this.country = wanted.country;
      const middle = centre(places.filter(([place]) => place.point && place.countryId === wanted.country).map(([place]) => place.point));
      if (middle) this.map.jumpTo({ center: middle });
    }
    this.name();
  }

  reset() {
    this.hide();
    this.listAll();
    this.map.flyTo({ center: [30, 30], zoom: this.whole(this.map.getProjection().type === "globe") });
  }

  listAll() {
    this.heading.textContent = t("world-listed");
    this.fill(this.found.places.slice(0, LISTED).map(([place]) => place), (place) => this.page(place));
  }

  /** Go to a place: it is shown with its lines, and the list has its partners. */
  select(place) {
    if (!place.point) this.told.textContent = t("world-unplaced", { name: place.name });
    const partners = (this.found.partners.get(place) ?? []).map(([partner]) => partner);
    this.heading.textContent = t("world-partners-of", { name: place.name });
    this.fill(partners, (partner) => this.between(place, partner));
    if (!place.point) return;
    this.map.flyTo({ center: place.point, zoom: Math.max(this.map.getZoom(), FINE + 0.5) });
    this.show(place);
  }

  fill(places, address) {
    this.list.replaceChildren(
      ...places.map((place) => {
        const link = element("a", { href: address(place), onfocus: () => this.look(place), onmousemove: (event) => isPointing(event) && this.show(place) }, element("bdi", {}, place.name));
        const count = t("world-partners", { count: number(this.found.counts.get(place) ?? 0) });
        return element("li", {}, link, " ", element("small", {}, ...about(place, count)));
      }),
    );
  }

  /** Show a place that the keyboard reached in the list; the map turns to it if it lies elsewhere. */
  look(place) {
    if (!place.point) return this.hide();
    if (!this.isSeen(place.point)) this.map.jumpTo({ center: place.point });
    this.show(place);
  }

  isSeen(point) {
    const at = this.map.project(point);
    const { clientWidth, clientHeight } = this.frame;
    if (at.x < 0 || at.y < 0 || at.x > clientWidth || at.y > clientHeight) return false;
    // What lies behind the globe stands where something else lies in front.
    return this.map.unproject(at).distanceTo(new LngLat(...point)) < BEHIND_M;
  }

  point(at) {
    const thing = this.under(at);
    this.map.getCanvas().style.cursor = thing ? "pointer" : "";
    if (thing) this.show(thing, at);
    else this.hide();
  }

  click(at) {
    const thing = this.under(at);
    if (!thing) return this.hide();
    // A pointer has shown it before; a finger shows it by the first touch, and opens it by the next.
    if (thing === this.shown) location.assign(this.address(thing));
    else this.show(thing, at);
  }

  under({ x, y }) {
    const box = [[x - NEAR, y - NEAR], [x + NEAR, y + NEAR]];
    const [place] = this.map.queryRenderedFeatures(box, { layers: ["places"] }).sort((one, other) => other.properties.count - one.properties.count);
    if (place) return this.world.places[place.properties.place];
    const [line] = this.map.queryRenderedFeatures(box, { layers: ["arcs"] });
    return line ? this.world.pairs[line.properties.pair] : null;
  }

  /** The card of a place or a pair, at its place or where it was pointed at, and its lines. */
  show(thing, at) {
    if (thing === this.shown) return;
    if (!thing.one && !thing.point) return this.hide();
    this.shown = thing;
    this.at = thing.one ? this.map.unproject(at) : thing.point;
    const parts = thing.one
      ? [element("bdi", {}, thing.one.name), " – ", element("bdi", {}, thing.other.name)]
      : [element("bdi", {}, thing.name)];
    const count = thing.one ? "" : t("world-partners", { count: number(this.found.counts.get(thing) ?? 0) });
    const more = thing.one ? [thing.one.country, thing.other.country].filter(Boolean).join(" – ") : about(thing, count).join("");
    this.card.replaceChildren(element("a", { href: this.address(thing), tabindex: "-1" }, ...parts), element("small", {}, more));
    const near = thing.one ? [thing] : (this.found.partners.get(thing) ?? []).map(([, pair]) => pair);
    this.map.getSource("near").setData(lines(near.filter((pair) => pair.one.point && pair.other.point)));
    this.card.hidden = false;
    this.place();
  }

  hide() {
    if (!this.shown) return;
    this.shown = null;
    this.card.hidden = true;
    this.map.getSource("near").setData(NOWHERE);
  }

  /** Put the card where its thing is now. */
  place() {
    if (!this.shown) return;
    const { x, y } = this.map.project(this.at);
    const left = Math.max(4, Math.min(x + 10, this.frame.clientWidth - this.card.offsetWidth - 4));
    const top = Math.max(4, Math.min(y + 10, this.frame.clientHeight - this.card.offsetHeight - 4));
    this.card.style.transform = `translate(${left}px, ${top}px)`;
  }

  /** The names that have room in what is seen, those with most partners first. */
  name() {
    const seen = [];
    for (const [place] of this.found.places) {
      if (seen.length === MOST_NAMES) break;
      if (place.point && this.isSeen(place.point)) seen.push({ ...this.map.project(place.point), text: place.name });
    }
    const shown = roomy(seen, NAME, { rise: 1.2 * NAME, mark: MARK });
    this.names.replaceChildren(
      ...seen.filter((_, at) => shown.has(at)).map(({ x, y, text }) => {
        const name = element("bdi", {}, text);
        name.style.transform = `translate(${x}px, ${y}px) translate(-50%, -145%)`;
        return name;
      }),
    );
  }

  async refine() {
    if (this.fine || this.map.getZoom() < FINE) return;
    this.fine = true;
    this.map.getSource("land").setData(land(await fetched(given.coast[1])));
  }

  /** The zoom that has the whole world in the frame. */
  whole(isGlobe) {
    const { clientWidth, clientHeight } = this.frame;
    return Math.log2((isGlobe ? Math.PI * 0.92 * Math.min(clientWidth, clientHeight) : clientWidth) / 512);
  }

  address(thing) {
    return thing.one ? this.between(thing.one, thing.other) : this.page(thing);
  }

  page(place) {
    return `${given.things}${place.id}?lang=${language}`;
  }

  between(one, other) {
    return `${given.between}${[one, other].map(({ id }) => encodeURIComponent(id.split("/").at(-1))).join("/")}?lang=${language}`;
  }
}

// When things move under a pointer that rests, nobody points at anything.
const isPointing = ({ movementX, movementY }) => movementX !== 0 || movementY !== 0;
const path = (iri) => iri.split("/id/")[1] ?? iri;
const about = (place, count) => (place.country ? [place.country, " · ", count] : [count]);
