// The map of the world: its picture becomes a map that answers when somebody asks for it.

import { t } from "./page.js";

const open = document.getElementById("world-open");
if (open) {
  open.hidden = false;
  open.addEventListener("click", async () => {
    open.disabled = true;
    open.textContent = t("world-opening");
    try {
      const { openWorld } = await import("./world-map.js");
      await openWorld();
    } catch (error) {
      console.info(error);
      const poster = document.getElementById("world-poster");
      const told = document.createElement("span");
      told.setAttribute("role", "alert");
      told.textContent = t(error.noDrawing ? "world-no-drawing" : "world-failed");
      open.replaceWith(told);
      poster.hidden = false;
    }
  });
}
