// Drawings that can be moved stand in pages that scroll: the wheel and one finger belong to the page.

/** Whether an event is meant for the drawing. */
export function notScrolling(event) {
  if (event.type === "wheel") return event.ctrlKey || event.metaKey;
  if (event.type.startsWith("touch")) return event.touches.length > 1;
  return !event.button;
}
