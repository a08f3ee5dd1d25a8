// Which names of places a map shows: those that fit, the first ones first; a name that would cover
// another, or the mark of a place before, is not shown. The server's maps go by the same rule.

// How wide a letter is and how high a line, in sizes of the font; Chinese and its like are square.
const LETTER = 0.58;
const SQUARE = 1.05;
const LINE = 1.15;
const IS_SQUARE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const IS_MARK = /\p{Mn}/u;

/**
 * The names that have room.
 *
 * @param {{x: number, y: number, text: string}[]} names - of places, in their order of weight.
 * @param {number} size - of the font, in the units of the places.
 * @param {object} options - `rise`, how far the middle of a name is above its place; `mark`, the
 *   radius of the mark of a place, which no name of a later one covers.
 * @returns {Set<number>} the numbers of those that are shown.
 */
export function roomy(names, size, { rise = 0, mark = 0 } = {}) {
  const shown = new Set();
  const rows = new Map();
  const high = Math.max(size * LINE, 2 * mark);
  const take = (box) => {
    const row = Math.floor(box.y / high);
    if (!rows.has(row)) rows.set(row, []);
    rows.get(row).push(box);
  };
  const isFree = ({ x, y, wide, tall }) => {
    const row = Math.floor(y / high);
    return ![row - 1, row, row + 1].some((near) =>
      rows.get(near)?.some((one) => Math.abs(one.x - x) < one.wide + wide && Math.abs(one.y - y) < one.tall + tall),
    );
  };
  names.forEach(({ x, y, text }, number) => {
    const box = { x, y: y - rise, wide: (width(text) * size) / 2, tall: (size * LINE) / 2 };
    if (isFree(box)) {
      take(box);
      shown.add(number);
    }
    if (mark) take({ x, y, wide: mark, tall: mark });
  });
  return shown;
}

function width(text) {
  let sum = 0;
  for (const letter of text) sum += IS_MARK.test(letter) ? 0 : IS_SQUARE.test(letter) ? SQUARE : LETTER;
  return sum;
}
