import { DpkgDatabase } from "../../packages/dpkg-database";
import { offers } from "../../packages/offers";
import { failed, ok, program, type Outcome, type Process } from "../../program";

/** `apt-cache madison|policy|show NAME…`: which versions this machine could install. */
function aptCache(args: readonly string[], process: Process): Outcome {
  const [verb = "", ...names] = args.filter((word) => !word.startsWith("-"));
  const found = names.map((name) => ({ name, versions: offers(process.guest).filter((offer) => offer.name === name) }));
  if (verb === "madison") {
    const missing = found.filter(({ versions }) => versions.length === 0);
    return {
      stdout: found
        .flatMap(({ name, versions }) =>
          versions.map(({ version, origin }) => `${name.padStart(10)} | ${version} | ${origin}\n`),
        )
        .join(""),
      stderr: missing.map(({ name }) => `N: Unable to locate package ${name}\n`).join(""),
    };
  }
  if (verb === "policy") return ok(found.map(({ name, versions }) => policy(name, versions, process)).join(""));
  if (verb !== "show") return failed(100, `E: Invalid operation ${verb}`);
  const missing = found.find(({ versions }) => versions.length === 0);
  if (missing) return failed(100, `E: No packages found`);
  return ok(
    found.map(({ name, versions: [newest] }) => `Package: ${name}\nVersion: ${newest?.version ?? ""}\n\n`).join(""),
  );
}

function policy(name: string, versions: readonly { version: string; origin: string }[], { guest }: Process): string {
  const [newest] = versions;
  if (!newest) return "";
  const current = new DpkgDatabase(guest.tree).version(name);
  const lines = versions.map(
    ({ version, origin }) => ` ${version === current ? "***" : "   "} ${version} 500\n        500 ${origin}\n`,
  );
  return `${name}:\n  Installed: ${current ?? "(none)"}\n  Candidate: ${newest.version}\n  Version table:\n${lines.join("")}`;
}

export const aptCacheTool = program("apt-cache", aptCache);
