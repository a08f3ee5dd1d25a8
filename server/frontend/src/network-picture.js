// All cities of the network in the circles of their communities, on a canvas that is moved, made
// larger and searched. Where everything stands, the server says.

import { select } from "d3-selection";
import { zoom as zooming, zoomIdentity } from "d3-zoom";
import { combobox, search } from "./combobox.js";
import { element, given, labelled, language, number, t } from "./page.js";
import { roomy } from "./names.js";
import { notScrolling } from "./scrolling.js";

const NAME = 12;
const CIRCLE_NAME = 14;
const MOST_NAMES = 300;
// How near a pointer has to be to a city, in pixels, and from which size on a city is worth a name.
const NEAR = 8;
const NAMED = 2.5;
const NEAREST = 80;
const STEP = 60;

/** Draw the picture in place of the one without scripts. */
export async function openPicture() {
  const answer = await fetch(given.picture);
  if (!answer.ok) throw new Error(`${given.picture} answered ${answer.status}`);
  new Picture(await answer.json());
}

class Picture {
  constructor({ communities, links, cities, edges }) {
    const called = (at) => cities[language][at] || cities.en[at] || cities.fa[at] || cities.id[at].split("/").at(-1);
    this.circles = communities.x.map((x, at) => ({
      x, y: communities.y[at], r: communities.r[at], cities: communities.cities[at], within: communities.within[at], members: [],
    }));
    this.cities = cities.id.map((id, at) => ({
      id, name: called(at), x: cities.x[at], y: cities.y[at], partners: cities.partners[at], circle: this.circles[cities.community[at]], near: [],
    }));
    for (const city of [...this.cities].sort((one, other) => other.partners - one.partners)) city.circle.members.push(city);
    for (const circle of this.circles) circle.name = circle.members[0].name;
    this.edges = edges.map(([one, other]) => [this.cities[one], this.cities[other]]);
    for (const [one, other] of this.edges) {
      one.near.push(other);
      other.near.push(one);
    }
    this.byId = new Map(this.cities.map((city) => [path(city.id), city]));
    this.links = links.map(([one, other, weight]) => [this.circles[one], this.circles[other], weight]);
    this.frame = element("div", { class: "picture-frame of-cities" });
    this.canvas = element("canvas", { tabindex: "0", role: "img", "aria-label": t("communities-map") });
    this.card = element("div", { class: "picture-card", hidden: true });
    this.frame.append(this.canvas, this.card);
    const place = document.getElementById("communities-picture");
    place.replaceChildren(this.bar(), this.frame);
    this.zoom = zooming()
      .filter(notScrolling)
      .on("zoom", ({ transform }) => {
        this.at = transform;
        this.draw();
      });
    this.at = zoomIdentity;
    select(this.canvas).call(this.zoom).on("dblclick.zoom", null);
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("click", (event) => this.click(event));
    this.canvas.addEventListener("keydown", (event) => this.key(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    new ResizeObserver(() => this.fit()).observe(this.frame);
    this.listen();
    this.fit();
    this.frame.dataset.drawn = "true";
  }

  bar() {
    const field = element("input", { type: "search", dir: "auto", id: "communities-search" });
    const button = (key, onclick) => element("button", { type: "button", class: "second", onclick }, t(key));
    const bar = element(
      "div",
      { class: "picture-bar" },
      labelled(t("communities-search"), field),
      button("zoom-in", () => this.by(1.6)),
      button("zoom-out", () => this.by(1 / 1.6)),
      button("communities-all", () => {
        this.hide();
        this.fit();
      }),
    );
    combobox(field, {
      find: async (text) => (await search(given.search, text, { limit: 20 })).filter(({ iri }) => this.byId.has(path(iri))),
      choose: ({ iri, label }) => {
        field.value = label;
        const city = this.byId.get(path(iri));
        this.go(city.x, city.y, Math.max(this.at.k, this.whole * 6));
        this.show(city);
      },
      count: (found) => t("communities-found", { count: number(found) }),
    });
    return bar;
  }

  /** The list beside the picture shows in it what it names. */
  listen() {
    const list = document.getElementById("communities-list");
    for (const link of list.querySelectorAll("a")) {
      const city = this.byId.get(decodeURIComponent(new URL(link.href).pathname.split("/").slice(-2).join("/")));
      if (!city) continue;
      const look = () => {
        this.go(city.circle.x, city.circle.y, 0.42 * Math.min(this.width, this.height) / city.circle.r);
        this.show(city);
      };
      link.addEventListener("focus", look);
      link.addEventListener("mousemove", ({ movementX, movementY }) => (movementX || movementY) && this.shown !== city && look());
    }
  }

  fit() {
    this.width = this.frame.clientWidth;
    this.height = this.frame.clientHeight;
    const scale = window.devicePixelRatio || 1;
    Object.assign(this.canvas, { width: this.width * scale, height: this.height * scale });
    const reach = (axis, side) => this.circles.map((one) => one[axis] + side * one.r);
    const [left, right] = [Math.min(...reach("x", -1)), Math.max(...reach("x", 1))];
    const [top, bottom] = [Math.min(...reach("y", -1)), Math.max(...reach("y", 1))];
    this.whole = 0.98 * Math.min(this.width / (right - left), this.height / (bottom - top));
    this.zoom.scaleExtent([this.whole / 2, this.whole * NEAREST]);
    this.go((left + right) / 2, (top + bottom) / 2, this.whole);
  }

  go(x, y, scale) {
    select(this.canvas).call(this.zoom.transform, zoomIdentity.translate(this.width / 2, this.height / 2).scale(scale).translate(-x, -y));
  }

  by(factor) {
    select(this.canvas).call(this.zoom.scaleBy, factor);
  }

  key(event) {
    const move = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (move) select(this.canvas).call(this.zoom.translateBy, (move[0] * STEP) / this.at.k, (move[1] * STEP) / this.at.k);
    else if (event.key === "+" || event.key === "=") this.by(1.6);
    else if (event.key === "-") this.by(1 / 1.6);
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
  }

  draw() {
    const scale = window.devicePixelRatio || 1;
    const { x, y, k } = this.at;
    const style = getComputedStyle(this.frame);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const pen = this.canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    pen.translate(x, y);
    pen.scale(k, k);
    const disc = (one, radius) => {
      pen.moveTo(one.x + radius, one.y);
      pen.arc(one.x, one.y, radius, 0, 2 * Math.PI);
    };
    const seen = this.circles.filter((one) => this.isSeen(one, one.r));
    pen.beginPath();
    for (const one of seen) disc(one, one.r);
    pen.globalAlpha = 0.2;
    pen.fillStyle = colour("accent");
    pen.fill();
    this.strokes(pen, colour, seen);
    pen.beginPath();
    for (const circle of seen) for (const city of circle.members) disc(city, this.radius(city));
    pen.globalAlpha = 0.85;
    pen.fillStyle = colour("ink");
    pen.fill();
    if (this.shown) {
      pen.beginPath();
      for (const city of this.shown.near) disc(city, this.radius(city) * 1.2);
      disc(this.shown, this.radius(this.shown) * 1.6);
      pen.globalAlpha = 1;
      pen.fillStyle = colour("other");
      pen.fill();
    }
    this.words(pen, scale, colour, seen);
    this.place();
  }

  /** Links between communities from afar, pairs within them from near, and those of what is shown. */
  strokes(pen, colour, seen) {
    const { k } = this.at;
    const near = k > this.whole * 3;
    pen.globalAlpha = near ? 0.12 : 0.3;
    pen.strokeStyle = colour("soft");
    if (near) {
      const circles = new Set(seen);
      pen.lineWidth = 0.8 / k;
      pen.beginPath();
      for (const [one, other] of this.edges) {
        if (!circles.has(one.circle) && !circles.has(other.circle)) continue;
        pen.moveTo(one.x, one.y);
        pen.lineTo(other.x, other.y);
      }
      pen.stroke();
    } else {
      for (const [one, other, weight] of this.links) {
        pen.lineWidth = (0.5 * Math.sqrt(weight)) / k;
        pen.beginPath();
        pen.moveTo(one.x, one.y);
        pen.lineTo(other.x, other.y);
        pen.stroke();
      }
    }
    if (!this.shown) return;
    pen.globalAlpha = 0.9;
    pen.strokeStyle = colour("other");
    pen.lineWidth = 1.2 / k;
    pen.beginPath();
    for (const city of this.shown.near) {
      pen.moveTo(this.shown.x, this.shown.y);
      pen.lineTo(city.x, city.y);
    }
    pen.stroke();
  }

  /** Names of communities from afar and of cities from near, those with most partners first. */
  words(pen, scale, colour, seen) {
    const { k } = this.at;
    const named = [];
    for (const one of seen) if (one.r * k > CIRCLE_NAME) named.push({ ...this.on(one), text: one.name, size: CIRCLE_NAME });
    const cities = seen.flatMap(({ members }) => members.filter((city) => this.radius(city) * k > NAMED && this.isSeen(city, 0)));
    cities.sort((one, other) => other.partners - one.partners);
    for (const city of cities.slice(0, MOST_NAMES)) {
      const { x, y } = this.on(city);
      if (city.name !== city.circle.name) named.push({ x, y: y - this.radius(city) * k - 3, text: city.name, size: NAME });
    }
    const shown = roomy(named, NAME);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.globalAlpha = 1;
    pen.textAlign = "center";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = colour("paper");
    pen.fillStyle = colour("ink");
    const family = getComputedStyle(this.frame).fontFamily;
    named.forEach(({ x, y, text, size }, at) => {
      if (!shown.has(at)) return;
      pen.font = `${size}px ${family}`;
      pen.strokeText(text, x, y);
      pen.fillText(text, x, y);
    });
  }

  radius = (city) => Math.min(0.12 * Math.sqrt(city.partners), 0.9);

  on = ({ x, y }) => ({ x: this.at.applyX(x), y: this.at.applyY(y) });

  isSeen(one, margin) {
    const { x, y } = this.on(one);
    const wide = margin * this.at.k;
    return x > -wide && y > -wide && x < this.width + wide && y < this.height + wide;
  }

  under({ offsetX, offsetY }) {
    const [x, y] = this.at.invert([offsetX, offsetY]);
    const circle = this.circles.find((one) => Math.hypot(one.x - x, one.y - y) <= one.r);
    let found = null;
    let nearest = NEAR / this.at.k;
    for (const city of circle?.members ?? []) {
      const away = Math.hypot(city.x - x, city.y - y) - this.radius(city);
      if (away < nearest) [found, nearest] = [city, away];
    }
    return found;
  }

  point(event) {
    if (event.pointerType === "touch") return;
    const city = this.under(event);
    this.canvas.style.cursor = city ? "pointer" : "grab";
    if (city) this.show(city);
    else this.hide();
  }

  click(event) {
    const city = this.under(event);
    if (!city) return this.hide();
    // A pointer has shown it before; a finger shows it by the first touch, and opens it by the next.
    if (city === this.shown) location.assign(this.page(city));
    else this.show(city);
  }

  show(city) {
    if (city === this.shown) return;
    this.shown = city;
    const { circle } = city;
    this.card.replaceChildren(
      element("a", { href: this.page(city), tabindex: "-1" }, element("bdi", {}, city.name)),
      element("small", {}, t("communities-partners", { count: number(city.partners) })),
      element("small", {}, t("communities-of", { name: circle.name }), " · ", t("communities-size", { cities: number(circle.cities), pairs: number(circle.within) })),
    );
    this.card.hidden = false;
    this.draw();
  }

  hide() {
    if (!this.shown) return;
    this.shown = null;
    this.card.hidden = true;
    this.draw();
  }

  place() {
    if (!this.shown) return;
    const { x, y } = this.on(this.shown);
    const within = (value, most) => Math.max(4, Math.min(value + 10, most - 4));
    this.card.style.transform = `translate(${within(x, this.width - this.card.offsetWidth)}px, ${within(y, this.height - this.card.offsetHeight)}px)`;
  }

  page(city) {
    return `${given.things}${path(city.id)}?lang=${language}`;
  }
}

const path = (iri) => iri.split("/id/")[1] ?? iri;
