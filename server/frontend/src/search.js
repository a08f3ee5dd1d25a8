// Suggestions in the search fields of the pages; choosing one leads to its page. The key "/" leads
// to the first field from anywhere but another field. Buttons copy what stands in a field, and a
// slider tells its year.

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

document.addEventListener("keydown", (event) => {
  const field = document.querySelector("input[type=search][data-search]");
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing || !field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// Buttons that copy what stands in a field; without scripts the field can be selected.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // A page that did not come by a secure address has no clipboard of its own.
      document.execCommand("copy");
    }
    button.textContent = button.dataset.copied;
  });
}

// What a slider stands at is told beside it while it is moved; its last place has a word of its own.
for (const slider of document.querySelectorAll("input[type=range][data-last]")) {
  const year = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });
  const told = document.querySelector(`output[for="${slider.id}"] bdi`);
  slider.addEventListener("input", () => {
    told.textContent = slider.value === slider.max ? slider.dataset.last : year.format(slider.value);
  });
}

// A page whose matter is still being made looks for it, tells how far it is, and is loaded once it
// is there.
const AGAIN_MS = 3000;
const made = document.querySelector("[data-until-made]");
if (made) {
  made.hidden = false;
  const look = async () => {
    const answer = await fetch(location.href).catch(() => null);
    const body = answer ? await answer.text() : "";
    // What stands between may fail for a moment.
    if (answer?.status < 500 && !body.includes("data-until-made")) return location.reload();
    const told = new DOMParser().parseFromString(body, "text/html").querySelector("[data-progress]");
    if (told) document.querySelector("[data-progress]").replaceChildren(...told.childNodes);
    setTimeout(look, AGAIN_MS);
  };
  setTimeout(look, AGAIN_MS);
}
