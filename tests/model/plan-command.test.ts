import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../scripts/plan";
import { onHosts, standingAlone } from "../support/more-hosts";
import { folderForPath, livingAsgard, pulumiThat } from "../support/pretended-pulumi";
import { smallStack } from "../support/rehearsal";

const FIXTURES = join(__dirname, "../fixtures");
const folder = folderForPath();

/** Runs the command with its picture in a folder of its own. */
async function run(...args: string[]) {
  const written = { out: "", err: "" };
  const into = (stream: "out" | "err") => (text: unknown) => ((written[stream] += String(text)), true);
  const spies = [
    jest.spyOn(process.stdout, "write").mockImplementation(into("out")),
    jest.spyOn(process.stderr, "write").mockImplementation(into("err")),
  ];
  const status = await main(args);
  spies.forEach((spy) => spy.mockRestore());
  return { status, ...written };
}

const picture = (name = "topology.svg") => join(folder(), name);

describe("npm run plan", () => {
  it("prints the plan people read", async () => {
    const { status, out } = await run("asgard", "--picture", picture());
    expect(status).toBe(0);
    expect(out.replace(folder(), "")).toMatchSnapshot();
  });

  it("draws every machine and the GPU, for light and dark pages", async () => {
    await run("asgard", "--picture", picture());
    const svg = readFileSync(picture(), "utf8");
    expect(svg.match(/valaskjalf-(master|worker)-\d/g)).toHaveLength(6);
    expect(svg).toContain("rtx2080");
    expect(svg).toContain("prefers-color-scheme: dark");
  });

  it("draws Mermaid when the name asks for it", async () => {
    await run("asgard", "--picture", picture("deep/topology.mmd"));
    expect(readFileSync(picture("deep/topology.mmd"), "utf8")).toMatchSnapshot();
  });

  it("prints the plan as JSON without drawing it", async () => {
    const { status, out } = await run("--stack-file", join(FIXTURES, "valid/two-hosts.yaml"), "--json");
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ stack: "two-hosts", cluster: { name: "twin" } });
    expect(existsSync(picture())).toBe(false);
  });

  it("accepts any stack file, and names the stack after it", async () => {
    const { out } = await run("--stack-file", join(FIXTURES, "valid/small.yaml"), "--picture", picture());
    expect(out).toMatch(/^small: cluster small, rke2 v1.35.2\+rke2r1\n/);
  });

  it("accepts the path of a stack file in place of a name", async () => {
    const { status, out } = await run(join(FIXTURES, "valid/small.yaml"), "--picture", picture());
    expect(status).toBe(0);
    expect(out).toMatch(/^small: cluster small, /);
  });

  it("lists the tokens of standalone hosts among the missing secrets", async () => {
    const file = join(folder(), "Pulumi.alone.yaml");
    writeFileSync(file, standingAlone(onHosts(smallStack(), 2), "pve-2"));
    const { status, out } = await run("--stack-file", file, "--picture", picture());
    expect(status).toBe(0);
    expect(out).toMatch(
      /\nSecrets, before the first up\n(?:.*\n)* {2}proxmoxTokens: no token for https:.*pve-2: pulumi@/,
    );
  });

  it("fails with every message of an invalid configuration", async () => {
    const { status, err } = await run("--stack-file", join(FIXTURES, "invalid/yaml-key-twice.yaml"));
    expect(status).toBe(1);
    expect(err).toBe(
      "nodes.worker: duplicate key, got it twice, must be once in a map; remove or rename one of the two\n1 to mend\n",
    );
  });

  it("fails for an unknown stack, and lists the known ones", async () => {
    const { status, err } = await run("midgard");
    expect(status).toBe(2);
    expect(err).toMatch(/^stack file: does not exist, got .*Pulumi.midgard.yaml, .*: .*asgard/);
  });

  it("fails for an unknown option", async () => {
    const { status, err } = await run("--nope");
    expect(status).toBe(2);
    expect(err).toContain("--nope");
  });

  it("says what every edit does to the existing cluster", async () => {
    pulumiThat(
      folder(),
      livingAsgard(({ cluster, pools, nodes }) => {
        Object.assign(cluster ?? {}, { audit: { maxAgeDays: 7 } });
        Object.assign(pools?.["worker"] ?? {}, { memoryMiB: 10_240 });
        delete nodes?.["valaskjalf-worker-1"];
      }),
    );
    const { status, out } = await run("asgard", "--picture", picture());
    expect(status).toBe(0);
    expect(out).toContain("Edits since the last up of asgard\n  nodes.valaskjalf-worker-1: is created\n");
    expect(out).toContain(
      "nodes.valaskjalf-worker-2.memoryMiB: 10240 -> 12288; the machines restart, one at a time (Proxmox ",
    );
    expect(out).toMatch(/cluster\.audit\.maxAgeDays: 7 -> 30; applied without downtime \(/);
  });

  it("refuses an edit that the existing cluster cannot follow, and prints no plan", async () => {
    pulumiThat(
      folder(),
      livingAsgard(({ cluster }) => Object.assign(cluster ?? {}, { podCidr: "10.52.0.0/16" })),
    );
    for (const flags of [[], ["--json"]]) {
      const { status, out, err } = await run("asgard", ...flags);
      expect(status).toBe(1);
      expect(out).toBe("");
      expect(err).toMatch(/^cluster\.podCidr: cannot change in an existing cluster, got .*\n1 to mend\n$/);
    }
  });

  it("finds no edit where nothing was edited, nor for a key that an earlier version did not have", async () => {
    pulumiThat(
      folder(),
      livingAsgard(({ cluster }) => delete cluster?.["clusterDomain"]),
    );
    expect((await run("asgard", "--picture", picture())).out).toContain("Edits: none since the last up of asgard\n");
  });

  it("reads the state without asking and without a secret", async () => {
    pulumiThat(folder(), livingAsgard());
    await run("asgard", "--json");
    expect(readFileSync(join(folder(), "arguments"), "utf8")).toBe("stack export --non-interactive --stack asgard\n");
  });

  it.each([
    { exit: 3, why: "not logged in to the state backend (pulumi login)" },
    { exit: 6, why: "there is no stack asgard yet" },
    { exit: 1, says: "get stack: connection refused", why: "its state cannot be read (get stack: connection refused)" },
    { exit: 1, why: "its state cannot be read" },
    { exit: 0, says: "no JSON", why: "its state cannot be read" },
  ])("still plans when pulumi exits with $exit: $why", async ({ exit, says = "", why }) => {
    pulumiThat(folder(), { exit, says });
    const { status, out } = await run("asgard", "--picture", picture());
    expect(status).toBe(0);
    expect(out).toContain(`Edits: compared with nothing, for ${why}\n`);
  });

  it("explains itself", async () => {
    const { status, out } = await run("--help");
    expect(status).toBe(0);
    expect(out).toContain("--stack-file <path>");
  });
});
