// Bundles the editor into the package's static files: node build.mjs [--watch]
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = here("../peyvand/web/static/built");
const options = {
  entryPoints: [here("src/editor.js"), here("src/ask.js")],
  outdir,
  bundle: true,
  splitting: true, // maps, charts and graphs are fetched when they are first shown
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "linked",
  // One name a chunk and build, so that no browser keeps a chunk of another build.
  chunkNames: "[name]-[hash]",
  loader: { ".json": "json" },
  logLevel: "info",
};

await rm(outdir, { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
}
