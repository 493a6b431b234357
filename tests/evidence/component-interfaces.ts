import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allRoutes } from "pve-simulator/routes";

const root = join(__dirname, "../..");
const COMPONENTS = ["components", "distributions"];
/** Code that listens to what Proxmox, the engine and the providers say. */
const LISTENERS = [...COMPONENTS, "os", "scripts/engine", "scripts/recover", "steps"];

/**
 * Classes of providers that components make, the way they ask Proxmox VE themselves, every request that the simulated
 * Proxmox answers (what the provider and the program send is all of it, anything else is answered with 501), and the words
 * of others that code looks for.
 */
export function componentInterfaces(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const note = (one: string, user: string) => found.set(one, [...(found.get(one) ?? []), user]);
  const read = (folders: readonly string[], interfaces: (text: string) => readonly string[]) => {
    for (const { name, text } of folders.flatMap(codeIn)) for (const one of new Set(interfaces(text))) note(one, name);
  };
  read(COMPONENTS, askedOf);
  read(LISTENERS, messagesIn);
  for (const { method, path } of allRoutes("9.1.3")) note(`${method} ${path}`, "what the simulation serves");
  return found;
}

function codeIn(folder: string): { name: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(root, folder, name), "utf8") }));
}

const REGULAR_EXPRESSION = /(?:[=(&|!,:?]|\breturn)\s*\/((?:[^/\\\n]|\\.)+)\/[a-z]*(?=[.;,)\s])/g;
const TEXT = /\.(?:includes|startsWith|endsWith|indexOf|split)\("((?:[^"\\]|\\.)+)"/g;
/** Words that follow each other: what a person could read, and a program says. */
const WORDS = /[a-z]{2,}'?(?: \.\*)? \\?\(?[a-z]{2,}/i;

const COMMENT = /\/\*[\s\S]*?\*\//g;

/** What is looked for in a text of others. */
export function messagesIn(code: string): string[] {
  const text = code.replaceAll(COMMENT, "");
  const patterns = [...text.matchAll(REGULAR_EXPRESSION), ...text.matchAll(TEXT)].map(([, pattern = ""]) => pattern);
  return patterns.filter((pattern) => WORDS.test(pattern)).map((pattern) => `message: ${pattern}`);
}

function askedOf(text: string): string[] {
  const classes = [...text.matchAll(/\bnew ((?:proxmox|command|local|remote|tls)\.[\w.]+|ProxmoxVm)\(/g)];
  const asked = [...text.matchAll(/client\.(get|post|put|delete)(?:<[^(]*>)?\(["`](\/[\w/]+)/g)];
  return [
    ...[...classes].map(([, one]) => `new ${one}`),
    ...[...asked].map(([, method = "", path]) => `the program itself: ${method.toUpperCase()} ${path}`),
  ];
}
