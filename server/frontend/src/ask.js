// Suggestions for the fields of a question, from the search of this server. Without it the fields
// take names and IRIs as they are typed.

import { element, language, search } from "./page.js";

const PAUSE_MS = 200;

for (const field of search ? document.querySelectorAll("input[data-suggest]") : []) {
  const list = field.list;
  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => suggest(field, list), PAUSE_MS);
  });
}

async function suggest(field, list) {
  const typed = field.value.trim();
  if (typed.length < 2) return;
  const response = await fetch(`${search}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
  if (!response.ok) return;
  const { hits } = await response.json();
  if (field.value.trim() !== typed) return;
  list.replaceChildren(
    ...hits.map(({ iri, label }) => {
      const [name, other] = language === "fa" ? [label.fa || label.en, label.en] : [label.en || label.fa, label.fa];
      return element("option", { value: iri }, [name, other].filter((one, at, all) => one && all.indexOf(one) === at).join(" · "));
    }),
  );
}
