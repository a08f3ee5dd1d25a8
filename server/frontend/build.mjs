// Bundles the editor into the package's static files: node build.mjs [--watch]
import { copyFile, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = here("../peyvand/web/static/built");
const options = {
  entryPoints: ["editor.js", "ask.js", "search.js", "world.js", "world.css", "communities.js"].map((name) => here(`src/${name}`)),
  outdir,
  bundle: true,
  splitting: true, // maps, charts and graphs are fetched when they are first shown
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "none", // licences() gathers them whole
  metafile: true,
  // One name a chunk and build, so that no browser keeps a chunk of another build.
  chunkNames: "[name]-[hash]",
  loader: { ".json": "json" },
  logLevel: "info",
};

await rm(outdir, { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  await (await esbuild.context(options)).watch();
} else {
  const { metafile } = await esbuild.build(options);
  // The coastline of maps that the server draws, and a finer one (Natural Earth, public domain).
  for (const scale of [110, 50]) {
    await copyFile(here(`node_modules/world-atlas/land-${scale}m.json`), `${outdir}/land-${scale}m.json`);
  }
  // MapLibre's other thread, a file of this host: the content security policy allows no other.
  await copyFile(here("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"), `${outdir}/maplibre-gl-worker.mjs`);
  // The font of Persian pages (SIL Open Font License): its letters for pages, the whole for PNGs.
  const fonts = here("node_modules/vazirmatn");
  for (const weight of ["Regular", "Bold"]) {
    const from = `${fonts}/misc/Non-Latin/fonts/webfonts/Vazirmatn-NL-${weight}.woff2`;
    await copyFile(from, `${outdir}/vazirmatn-${weight.toLowerCase()}.woff2`);
  }
  await copyFile(`${fonts}/fonts/ttf/Vazirmatn-Regular.ttf`, `${outdir}/Vazirmatn-Regular.ttf`);
  await writeFile(`${outdir}/LICENSES.txt`, await licences(Object.keys(metafile.inputs)));
}

/** The licences of the packages whose code is in the bundle. */
async function licences(inputs) {
  const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  // These come with their own dependencies already in their files.
  const whole = await Promise.all(["@zazuko/yasqe", "maplibre-gl"].map(described));
  const inside = whole.flatMap(({ dependencies }) => Object.keys(dependencies));
  const parts = [];
  for (const name of [...new Set([...names.filter(Boolean), ...inside, "vazirmatn"])].sort()) {
    const { version, license } = await described(name);
    const files = await readdir(here(`node_modules/${name}`));
    const file = files.find((one) => /^(licen[cs]e|ofl)/i.test(one));
    const text = file ? await readFile(here(`node_modules/${name}/${file}`), "utf8") : "";
    parts.push(`${name} ${version}: ${license}\n\n${text.trim()}\n`);
  }
  return parts.join("\n----------\n\n");
}

async function described(name) {
  return JSON.parse(await readFile(here(`node_modules/${name}/package.json`), "utf8"));
}
