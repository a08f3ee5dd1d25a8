// Queries that were run, kept in this browser and nowhere else.

const KEY = "peyvand-queries";
const MOST = 50;

/** What is kept, newest first: {query, at} each. */
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.query === "string") : [];
  } catch {
    return []; // storage may be forbidden, or hold what is not ours
  }
}

/** Keep a query as the newest; the same query is kept once. */
export function keep(query) {
  const others = kept().filter((one) => one.query !== query);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ query, at: Date.now() }, ...others].slice(0, MOST)));
  } catch {
    // Full or forbidden: the history is a convenience only.
  }
}

/** Forget all of them. */
export function clear() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There was nothing that could be kept.
  }
}
