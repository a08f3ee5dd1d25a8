// Where the rows of an answer are: WKT literals, or pairs of columns with latitude and longitude.

import { numeric } from "./terms.js";

const WKT = /wktLiteral$/;
const LATITUDE = /lat(itude)?/i;
const LONGITUDE = /lon(g(itude)?)?|lng/i;
// Where an end has columns that do not name them: x and y, as on maps.
const X = /^(.*)x(\d*)$/i;

/**
 * Columns that hold places: a list with {wkt} or {latitude, longitude} for each place of a row.
 *
 * Rows with two places or more are links from the first to the next; undefined if there are none.
 */
export function places(answer) {
  const found = answer.names.filter((name) => answer.rows.some((row) => WKT.test(row[name]?.datatype || ""))).map((wkt) => ({ wkt }));
  const number = (name) => answer.rows.some((row) => numeric(row[name]) !== undefined);
  const rest = (name, pattern) => name.replace(pattern, "").toLowerCase();
  if (!found.length) {
    for (const latitude of answer.names.filter((name) => LATITUDE.test(name) && number(name))) {
      const longitude = answer.names.find((name) => LONGITUDE.test(name) && number(name) && rest(name, LONGITUDE) === rest(latitude, LATITUDE));
      if (longitude) found.push({ latitude, longitude });
    }
  }
  if (!found.length) {
    for (const longitude of answer.names.filter((name) => X.test(name) && number(name))) {
      const [, before, after] = X.exec(longitude);
      const latitude = answer.names.find((name) => name.toLowerCase() === `${before}y${after}`.toLowerCase() && number(name));
      if (latitude) found.push({ latitude, longitude });
    }
    // One x and one y may be anything; two of each are two places.
    if (found.length < 2) found.length = 0;
  }
  return found.length ? found : undefined;
}
