// Suggestions for the fields of a question, from the search of this server. Without it the fields
// take names and IRIs as they are typed.

import { combobox, search as find } from "./combobox.js";
import { search } from "./page.js";

for (const field of search ? document.querySelectorAll("input[data-suggest]") : []) {
  field.removeAttribute("list");
  combobox(field, {
    find: (text) => find(search, text, { kind: field.dataset.suggest }),
    // The short name makes it plain which of several namesakes is meant.
    choose: ({ label, iri }) => { field.value = `${label} (${iri.split("/id/")[1] ?? iri})`; },
  });
}
