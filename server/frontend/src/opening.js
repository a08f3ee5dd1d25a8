// A picture that becomes a drawing that answers, whose scripts are loaded when somebody asks for it.

import { t } from "./page.js";

/**
 * Have a button of the page open a drawing.
 * @param {string} name what the drawing is called: the button is NAME-open, the texts NAME-opening
 *   and NAME-failed.
 * @param {() => Promise<void>} draw loads what draws, and draws.
 * @param {(error: Error) => string} failed the name of the text that tells why it was not drawn.
 */
export function opened(name, draw, failed = () => `${name}-failed`) {
  const open = document.getElementById(`${name}-open`);
  if (!open) return;
  open.hidden = false;
  open.addEventListener("click", async () => {
    open.disabled = true;
    open.textContent = t(`${name}-opening`);
    try {
      await draw();
    } catch (error) {
      console.info(error);
      const told = document.createElement("span");
      told.setAttribute("role", "alert");
      told.textContent = t(failed(error));
      open.replaceWith(told);
    }
  });
}
