import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allRoutes } from "../../rehearsal/proxmox/routes/all";

const folder = join(__dirname, "../../components");

/**
 * Classes of providers that components make, the way they ask Proxmox VE themselves, and every request that the simulated
 * Proxmox answers: what the provider and the program send is all of it, anything else is answered with 501.
 */
export function componentInterfaces(): ReadonlySet<string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const text = names.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  const classes = [...text.matchAll(/\bnew ((?:proxmox|command|local|remote|tls)\.[\w.]+|ProxmoxVm)\(/g)];
  const asked = [...text.matchAll(/client\.(get|post|put|delete)(?:<[^(]*>)?\(["`](\/[\w/]+)/g)];
  return new Set([
    ...classes.map(([, name]) => `new ${name}`),
    ...asked.map(([, method = "", path]) => `the program itself: ${method.toUpperCase()} ${path}`),
    ...allRoutes("9.1.3").map(({ method, path }) => `${method} ${path}`),
  ]);
}
