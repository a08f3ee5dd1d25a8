// The places and pairs of the world as the server tells them, and those of them that are asked for.

import { arc } from "./arcs.js";

/** Read what the server tells; `asked` gives what a form asks for of it. */
export class World {
  constructor(told) {
    const { places, pairs } = told;
    this.countries = told.countries;
    this.kinds = told.kinds;
    this.places = places.id.map((id, at) => ({
      at,
      id,
      name: places.name[at],
      country: told.countries.name[places.country[at]] ?? "",
      countryId: told.countries.id[places.country[at]] ?? "",
      point: places.longitude[at] === null ? null : [places.longitude[at], places.latitude[at]],
    }));
    this.byId = new Map(this.places.map((place) => [place.id, place]));
    this.pairs = pairs.one.map((one, at) => ({
      at,
      one: this.places[one],
      other: this.places[pairs.other[at]],
      sources: pairs.sources[at],
      kinds: pairs.kinds[at].map((kind) => told.kinds.id[kind]),
    }));
  }

  /**
   * What is asked for.
   *
   * @returns the pairs, those of them that can be drawn, and the places by their number of partners,
   *   as `[place, count]`, those with most first.
   */
  asked({ country = "", source = "all", kind = "" }) {
    const pairs = this.pairs.filter(
      (pair) =>
        (source === "all" || pair.sources.includes(source)) &&
        (!kind || pair.kinds.includes(kind)) &&
        (!country || pair.one.countryId === country || pair.other.countryId === country),
    );
    const counts = new Map();
    const partners = new Map();
    for (const pair of pairs) {
      for (const [place, partner] of [[pair.one, pair.other], [pair.other, pair.one]]) {
        counts.set(place, (counts.get(place) ?? 0) + 1);
        if (!partners.has(place)) partners.set(place, []);
        partners.get(place).push([partner, pair]);
      }
    }
    const order = new Intl.Collator(document.documentElement.lang);
    const places = [...counts].sort(([one, many], [other, more]) => more - many || order.compare(one.name, other.name));
    return { pairs, drawn: pairs.filter((pair) => pair.one.point && pair.other.point), places, counts, partners };
  }
}

/** Pairs as lines; `one` and `other` are the numbers of their places. */
export function lines(pairs) {
  return collection(
    pairs.map((pair) => ({
      type: "Feature",
      id: pair.at,
      properties: { pair: pair.at, source: pair.sources.includes("documents") ? "documents" : "datasets" },
      geometry: { type: "LineString", coordinates: (pair.line ??= arc(pair.one.point, pair.other.point)) },
    })),
  );
}

/** Places as points, with how many partners they have. */
export function points(places) {
  return collection(
    places
      .filter(([place]) => place.point)
      .map(([place, count]) => ({
        type: "Feature",
        id: place.at,
        properties: { place: place.at, count },
        geometry: { type: "Point", coordinates: place.point },
      })),
  );
}

const collection = (features) => ({ type: "FeatureCollection", features });
