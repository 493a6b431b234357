import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { allRoutes } from "pve-simulator/routes";

const folders = ["components", "distributions"].map((name) => join(__dirname, "../..", name));

/**
 * Classes of providers that components make, the way they ask Proxmox VE themselves, and every request that the simulated
 * Proxmox answers: what the provider and the program send is all of it, anything else is answered with 501.
 */
export function componentInterfaces(): ReadonlyMap<string, readonly string[]> {
  const names = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(folder, name)),
  );
  const found = new Map<string, string[]>();
  const note = (one: string, user: string) => found.set(one, [...(found.get(one) ?? []), user]);
  for (const name of names) for (const one of new Set(interfacesOf(name))) note(one, name);
  for (const { method, path } of allRoutes("9.1.3")) note(`${method} ${path}`, "what the simulation serves");
  return found;
}

function interfacesOf(name: string): string[] {
  const text = readFileSync(name, "utf8");
  const classes = [...text.matchAll(/\bnew ((?:proxmox|command|local|remote|tls)\.[\w.]+|ProxmoxVm)\(/g)];
  const asked = [...text.matchAll(/client\.(get|post|put|delete)(?:<[^(]*>)?\(["`](\/[\w/]+)/g)];
  return [
    ...[...classes].map(([, one]) => `new ${one}`),
    ...[...asked].map(([, method = "", path]) => `the program itself: ${method.toUpperCase()} ${path}`),
  ];
}
