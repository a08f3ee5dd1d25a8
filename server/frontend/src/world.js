// The map of the world: its picture becomes a map that answers when somebody asks for it.

import { opened } from "./opening.js";

opened(
  "world",
  async () => (await import("./world-map.js")).openWorld(),
  (error) => {
    document.getElementById("world-poster").hidden = false;
    return error.noDrawing ? "world-no-drawing" : "world-failed";
  },
);
