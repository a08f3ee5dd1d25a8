// Where the rows of an answer are: WKT literals, or a pair of columns with latitude and longitude.

import { numeric } from "./terms.js";

const WKT = /wktLiteral$/;
const LATITUDE = /lat(itude)?/i;

/** Columns that hold places: {wkt} or {latitude, longitude}; undefined if there are none. */
export function places(answer) {
  const wkt = answer.names.find((name) => answer.rows.some((row) => WKT.test(row[name]?.datatype || "")));
  if (wkt) return { wkt };
  for (const latitude of answer.names.filter((name) => LATITUDE.test(name))) {
    const rest = (name, pattern) => name.replace(pattern, "").toLowerCase();
    const longitude = answer.names.find(
      (name) => /lon(g(itude)?)?|lng/i.test(name) && rest(name, /lon(g(itude)?)?|lng/i) === rest(latitude, LATITUDE),
    );
    const number = (name) => answer.rows.some((row) => numeric(row[name]) !== undefined);
    if (longitude && number(latitude) && number(longitude)) return { latitude, longitude };
  }
  return undefined;
}
