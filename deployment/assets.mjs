// Bundles static/css and static/js into static/dist/ with hashed names. The new manifest.json takes the
// place of the old one in one step, and only then what it does not name is removed: a site that is
// running meanwhile finds its parts at every moment.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { build } from "esbuild";

const DIST = "static/dist";
// The last two are Leaflet and what we draw with it: only pages with a map load them.
const ENTRIES = ["css/app.css", "css/fonts.css", "js/app.js", "css/map.css", "js/map.js"].map((name) => `static/${name}`);
const IMAGES = "static/img";
// Whole fonts for paper: the second has the rare letters of names that the first lacks (𠮷).
const PRINT_FONTS = ["400Regular", "700Bold"].flatMap((weight) => [
  `biz-udpgothic/${weight}/BIZUDPGothic_${weight}.ttf`,
  `noto-sans-jp/${weight}/NotoSansJP_${weight}.ttf`,
]);
const MANIFEST = path.join(DIST, "manifest.json");
const made = new Set([MANIFEST]);

async function write(file, content) {
  await writeFile(file, content);
  made.add(file);
}

// Every browser that matters reads woff2; the older woff twins would double the size. Windows has the font.
const lighterFonts = {
  name: "lighter-fonts",
  setup({ onLoad }) {
    onLoad({ filter: /@fontsource.*\.css$/ }, async ({ path: file }) => {
      const css = await readFile(file, "utf8");
      const own = path.basename(file) === "700.css" ? "BIZ UDPGothic Bold" : "BIZ UDPGothic";
      const woff2 = css.replace(/,\s*url\([^)]+\.woff\) format\('woff'\)/g, "");
      return { contents: woff2.replaceAll("src: url(", `src: local("${own}"), url(`), loader: "css" };
    });
  },
};

async function bundle() {
  const { metafile } = await build({
    entryPoints: ENTRIES,
    bundle: true,
    minify: true,
    metafile: true,
    legalComments: "none",
    format: "iife",
    target: ["es2020", "chrome109", "firefox115", "safari15.6"],
    outdir: DIST,
    entryNames: "[name]-[hash]",
    assetNames: "[ext]/[name]-[hash]",
    loader: { ".woff2": "file", ".png": "file" },
    plugins: [lighterFonts],
    logLevel: "warning",
  });
  for (const file of Object.keys(metafile.outputs)) made.add(path.normalize(file));
  const entries = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
  return entries.map(([file, output]) => [path.basename(output.entryPoint), path.basename(file)]);
}

async function copyImages() {
  const names = (await readdir(IMAGES)).filter((name) => !name.startsWith("."));
  return Promise.all(
    names.map(async (name) => {
      const content = await readFile(path.join(IMAGES, name));
      const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
      const { name: stem, ext } = path.parse(name);
      await write(path.join(DIST, `${stem}-${hash}${ext}`), content);
      return [name, `${stem}-${hash}${ext}`];
    }),
  );
}

async function copyPrintFonts() {
  await mkdir(path.join(DIST, "print"), { recursive: true });
  for (const font of PRINT_FONTS) {
    const content = await readFile(new URL(`../node_modules/@expo-google-fonts/${font}`, import.meta.url));
    await write(path.join(DIST, "print", path.basename(font)), content);
  }
}

async function compress(name) {
  const content = await readFile(path.join(DIST, name));
  await write(path.join(DIST, `${name}.gz`), await promisify(gzip)(content, { level: 9 }));
  await write(path.join(DIST, `${name}.br`), await promisify(brotliCompress)(content));
}

async function removeOlder() {
  for (const entry of await readdir(DIST, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !made.has(file)) await rm(file);
  }
}

await mkdir(DIST, { recursive: true });
await copyPrintFonts();
const names = [...(await bundle()), ...(await copyImages())];
await Promise.all(names.map(([, hashed]) => compress(hashed)));
await writeFile(`${MANIFEST}.new`, JSON.stringify(Object.fromEntries(names), null, 2));
await rename(`${MANIFEST}.new`, MANIFEST);
await removeOlder();
