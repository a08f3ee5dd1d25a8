// Great circles between places, as points of longitude and latitude in degrees. Longitudes go on
// beyond 180 where a line crosses that meridian, so that it stays in one piece.

const STEP = 5;
const MOST = 40;
const RADIANS = Math.PI / 180;

/** The points of the shortest way between two places; between antipodes a straight line. */
export function arc([west, south], [east, north]) {
  const start = vector(west, south);
  const end = vector(east, north);
  const angle = Math.acos(Math.max(-1, Math.min(1, start.reduce((sum, value, at) => sum + value * end[at], 0))));
  const sine = Math.sin(angle);
  const points = [[west, south]];
  const steps = sine < 1e-9 ? 1 : Math.min(MOST, Math.max(1, Math.round(angle / RADIANS / STEP)));
  for (let step = 1; step < steps; step += 1) {
    const near = Math.sin((1 - step / steps) * angle) / sine;
    const far = Math.sin((step / steps) * angle) / sine;
    const [x, y, z] = start.map((value, at) => near * value + far * end[at]);
    points.push([Math.atan2(y, x) / RADIANS, Math.atan2(z, Math.hypot(x, y)) / RADIANS]);
  }
  points.push([east, north]);
  return whole(points);
}

/**
 * The land of a sphere as polygons of a plane: rings that cross the 180th meridian go on beyond it,
 * and the one around the south pole has it inside.
 */
export function flattened({ geometry, ...feature }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const ring = (points) => {
    const flat = whole(points.map((point) => [...point]));
    const [first, last] = [flat[0], flat.at(-1)];
    if (Math.abs(last[0] - first[0]) > 1) flat.push([last[0], -90], [first[0], -90], [...first]);
    // A sea inside has to lie within its land, whichever way round that was written.
    const longitudes = flat.map(([longitude]) => longitude);
    const turns = Math.round((Math.min(...longitudes) + Math.max(...longitudes)) / 720);
    return flat.map(([longitude, latitude]) => [longitude - 360 * turns, latitude]);
  };
  return { ...feature, geometry: { type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map(ring)) } };
}

// Each longitude within half a turn of the one before.
function whole(points) {
  for (let at = 1; at < points.length; at += 1) {
    points[at][0] -= 360 * Math.round((points[at][0] - points[at - 1][0]) / 360);
  }
  return points;
}

/** The middle of some places on the sphere; nothing without any. */
export function centre(places) {
  if (!places.length) return undefined;
  const [x, y, z] = places.map((place) => vector(...place)).reduce((sum, one) => sum.map((value, at) => value + one[at]));
  return [Math.atan2(y, x) / RADIANS, Math.atan2(z, Math.hypot(x, y)) / RADIANS];
}

function vector(longitude, latitude) {
  const [x, y] = [longitude * RADIANS, latitude * RADIANS];
  return [Math.cos(y) * Math.cos(x), Math.cos(y) * Math.sin(x), Math.sin(y)];
}
