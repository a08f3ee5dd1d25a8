// Suggestions in the search fields of the pages; choosing one leads to its page.

import { combobox, search } from "./combobox.js";

for (const field of document.querySelectorAll("input[type=search][data-search]")) {
  const words = field.dataset;
  combobox(field, {
    find: (text) => search(words.search, text, { pairs: true }),
    choose: ({ href }) => {
      const page = new URL(href, location.href);
      page.searchParams.set("lang", document.documentElement.lang);
      location.assign(page);
    },
    count: (number) => `${words.count} ${new Intl.NumberFormat(document.documentElement.lang).format(number)}`,
  });
}
