// A field that suggests things while somebody types: the combobox of the ARIA practices.
// Without it the field is a plain one, and its form works.

const PAUSE_MS = 120;
const SHORTEST = 2;
const RETRY_MS = 1000, MOST_TURNS = 10;
let last = 0;

/**
 * Make a field a combobox.
 *
 * @param {HTMLInputElement} field - the field; its form and value stay as they are.
 * @param {object} options - `find(text)` promises a list of things with `label` and `description`;
 *   `choose(thing)` is called with the one that is chosen; `count(n)` words how many there are.
 */
export function combobox(field, { find, choose, count }) {
  const id = `suggestions-${++last}`;
  const list = made("ul", { id, role: "listbox", class: "suggestions", hidden: "" });
  list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() || field.name);
  const told = made("span", { class: "unseen", "aria-live": "polite" });
  const box = made("span", { class: "combobox" });
  field.replaceWith(box);
  box.append(field, list, told);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false",
  })) field.setAttribute(name, value);

  let things = [], active = -1, timer, asked = 0;

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return look();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });

  async function look() {
    const typed = field.value.trim();
    if (typed.length < SHORTEST) return close();
    const turn = ++asked;
    let found;
    try {
      found = await find(typed);
    } catch {
      return close(); // the form still works
    }
    // An answer to an earlier text comes too late.
    if (turn === asked && document.activeElement === field) show(found);
  }

  function show(found) {
    things = found;
    list.replaceChildren(...things.map((thing, place) => {
      const option = made("li", { role: "option", id: `${id}-${place}`, "aria-selected": "false" });
      const name = made("bdi", {});
      name.textContent = thing.label;
      const about = made("small", {});
      about.textContent = thing.description ?? "";
      option.append(name, " ", about);
      // The pointer must not take the focus from the field.
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => take(place));
      return option;
    }));
    mark(-1);
    list.hidden = things.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    told.textContent = count?.(things.length) ?? "";
  }

  function move(step) {
    mark((active + step + things.length + 1) % (things.length + 1));
  }

  function mark(place) {
    active = place < things.length ? place : -1;
    for (const [at, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(at === active));
    if (active < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", `${id}-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function take(place) {
    const thing = things[place];
    close();
    choose(thing);
  }

  function close() {
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  }
}

/** What the server's search finds for a text; with `pairs` after the two places that it names. */
export async function search(address, text, { kind = "", limit = 8, pairs = false } = {}) {
  const asked = new URL(address, location.href);
  for (const [name, value] of Object.entries({ q: text, format: "json", limit, kind, lang: document.documentElement.lang })) {
    if (value) asked.searchParams.set(name, value);
  }
  let response = await fetch(asked, { headers: { Accept: "application/json" } });
  // The index of a new version is being made: that takes seconds, once.
  for (let turn = 0; response.status === 503 && turn < MOST_TURNS; turn += 1) {
    await new Promise((done) => setTimeout(done, RETRY_MS));
    response = await fetch(asked, { headers: { Accept: "application/json" } });
  }
  if (!response.ok) throw new Error(`search answered ${response.status}`);
  const { pair, results } = await response.json();
  return pairs && pair ? [pair, ...results] : results;
}

function made(name, attributes) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
