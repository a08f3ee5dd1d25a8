// The communities of the network: their picture becomes one with all cities when somebody asks.

import { opened } from "./opening.js";

opened("communities", async () => (await import("./network-picture.js")).openPicture());
