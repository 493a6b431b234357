import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../stack/parse";
import { deployedStack } from "../../scripts/deployed-stack";
import { asgardSections } from "../support/asgard";
import { folderForPath, pulumiThat } from "../support/pretended-pulumi";

const folder = folderForPath();

describe("reading the state", () => {
  it("ends by itself if the backend never answers", async () => {
    writeFileSync(join(folder(), "pulumi"), "#!/bin/sh\nwhile :; do :; done\n", { mode: 0o755 });
    expect(await deployedStack("asgard", 50)).toEqual({
      unknown: "the place of the state did not answer within 0.05 s",
    });
  });

  it("shows no password from the backend's URL", async () => {
    const says = "error: connect to postgres://homelab:hunter2@db.example.net/state: refused";
    writeFileSync(join(folder(), "pulumi"), `#!/bin/sh\necho '${says}' >&2\nexit 1\n`, { mode: 0o755 });
    expect(await deployedStack("asgard", 20_000)).toEqual({
      unknown: "its state cannot be read (error: connect to postgres://***@db.example.net/state: refused)",
    });
  });

  it("needs no engine", async () => {
    expect(await deployedStack("asgard")).toEqual({ unknown: "pulumi is not installed" });
  });

  it("does not count a machine that is pending deletion", async () => {
    const input = parseConfig(asgardSections());
    const made = (type: string, name: string, more: object) => ({ urn: `urn::${type}::${name}`, type, ...more });
    const state = (more: object) => ({
      deployment: {
        resources: [
          made("pulumi:index:Stash", "valaskjalf-configuration", { outputs: { input } }),
          made("proxmoxve:index/vmLegacy:VmLegacy", "valaskjalf-master-1-vm", more),
        ],
      },
    });
    pulumiThat(folder(), { exit: 0, says: JSON.stringify(state({})) });
    expect(await deployedStack("asgard")).toMatchObject({ lastRun: { begun: { machines: ["valaskjalf-master-1"] } } });
    pulumiThat(folder(), { exit: 0, says: JSON.stringify(state({ delete: true })) });
    expect(await deployedStack("asgard")).toEqual({ unknown: "asgard does not exist yet" });
  });

  it("treats an empty state as a stack without resources", async () => {
    writeFileSync(join(folder(), "pulumi"), `#!/bin/sh\necho '{"version":3,"deployment":{}}'\n`, { mode: 0o755 });
    expect(await deployedStack("asgard")).toEqual({ unknown: "asgard does not exist yet" });
  });
});
