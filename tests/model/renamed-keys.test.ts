import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatIssue } from "../../model/errors";
import { lastRunOf } from "../../stack/last-run";
import { checkStackFile, parseStack } from "../../stack/parse";

const today = readFileSync(join(__dirname, "../../Pulumi.r730.yaml"), "utf8");
const former = today.replace("homelab:vms:", "homelab:machines:").replaceAll("gatewayVm:", "gatewayMachine:");
const read = (text: string) => parseStack(text, "Pulumi.r730.yaml");
const issuesOf = (text: string) => {
  const result = checkStackFile(text, "Pulumi.r730.yaml");
  return "issues" in result ? result.issues.map(formatIssue) : [];
};

it("reads a stack file with former key names, and says so", () => {
  expect(former).not.toBe(today);
  expect(read(former).config).toEqual(read(today).config);
  expect(read(today).renamed).toEqual([]);
  expect(read(former).renamed).toEqual([
    "machines is now called vms: rename it; the old name still works",
    "network.subnets.management.gatewayMachine is now called gatewayVm: rename it; the old name still works",
    "network.subnets.kubernetes.gatewayMachine is now called gatewayVm: rename it; the old name still works",
  ]);
});

it("reads the former key of a failed control plane", () => {
  const asgard = readFileSync(join(__dirname, "../../Pulumi.asgard.yaml"), "utf8");
  const dead = asgard.replace(/(valaskjalf-master-2: \{ .*?) \}/, "$1, dead: true }");
  expect(dead).not.toBe(asgard);
  const { config, renamed } = parseStack(dead, "Pulumi.asgard.yaml");
  expect(config.nodes["valaskjalf-master-2"]).toMatchObject({ failed: true });
  expect(renamed).toEqual(["nodes.valaskjalf-master-2.dead is now called failed: rename it; the old name still works"]);
});

it("validates the values under former names", () => {
  expect(issuesOf(former.replace("gatewayMachine: pfsense", "gatewayMachine: pfsence")).join()).toMatch(
    /^network\.subnets\.management\.gatewayVm: unknown VM, got "pfsence", must be .*; did you mean "pfsense"\?/,
  );
});

it("refuses a key under both names, and former names in other places", () => {
  const says = (text: string) => issuesOf(text).map((line) => line.replace(/, got.*;/, ";"));
  expect(says(today.replace("homelab:vms:", "homelab:machines: {}\n  homelab:vms:"))).toEqual([
    "machines: unknown key; vms is there already: put it there, or remove it",
  ]);
  expect(says(today.replace("homelab:vms:", "machines: {}\n  homelab:vms:"))).toEqual([
    "machines: without its prefix; homelab:vms is there already: put it there, or remove it",
  ]);
});

it("suggests the current name where the former one was valid, and nowhere else", () => {
  const asgard = readFileSync(join(__dirname, "../../Pulumi.asgard.yaml"), "utf8");
  const refused = (text: string) => {
    const result = checkStackFile(text, "Pulumi.asgard.yaml");
    return "issues" in result ? result.issues.map(formatIssue).filter((line) => line.includes("dead")) : [];
  };
  expect(refused(asgard.replace(/(homelab:pools:.*)\n/, "$1\n    dead: {}\n"))).toEqual([
    expect.stringMatching(/^pools\.dead: unknown key, .*; remove it$/),
  ]);
  expect(refused(`${asgard}  dead: {}\n`)).toEqual([
    expect.stringMatching(/^dead: without its prefix, .*; remove it$/),
  ]);
});

it("reads the state of an earlier version", () => {
  const { vms, ...config } = read(today).config;
  const lastRun = lastRunOf({ configuration: { ...config, machines: vms }, machines: { pfsense: 101 } });
  expect(lastRun.configuration).toEqual(read(today).config);
  expect(lastRun.vms).toEqual({ pfsense: 101 });
});
