// The communities of the network: their picture becomes one with all cities when somebody asks.

import { t } from "./page.js";

const open = document.getElementById("communities-open");
if (open) {
  open.hidden = false;
  open.addEventListener("click", async () => {
    open.disabled = true;
    open.textContent = t("communities-opening");
    try {
      const { openPicture } = await import("./network-picture.js");
      await openPicture();
    } catch (error) {
      console.info(error);
      const told = document.createElement("span");
      told.setAttribute("role", "alert");
      told.textContent = t("communities-failed");
      open.replaceWith(told);
    }
  });
}
