// Which names of places a map shows: those that fit, the first ones first; a name that would cover
// another is not shown. The server's maps go by the same rule.

const LETTER = 0.58;
const LINE = 1.25;
const MARGIN = 4;

/**
 * The names that have room.
 *
 * @param {{x: number, y: number, text: string}[]} names - in their order of weight; `x` is the middle.
 * @param {number} size - of the font, in the units of the places.
 * @returns {Set<number>} the numbers of those that are shown.
 */
export function roomy(names, size) {
  const shown = new Set();
  const rows = new Map();
  const high = size * LINE;
  names.forEach(({ x, y, text }, number) => {
    const half = (text.length * size * LETTER + MARGIN) / 2;
    const row = Math.floor(y / high);
    const near = [row - 1, row, row + 1].flatMap((one) => rows.get(one) ?? []);
    if (near.some((one) => Math.abs(one.x - x) < one.half + half && Math.abs(one.y - y) < high)) return;
    rows.set(row, [...(rows.get(row) ?? []), { x, y, half }]);
    shown.add(number);
  });
  return shown;
}
