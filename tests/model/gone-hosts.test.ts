import { formatIssue } from "../../model/errors";
import { goneHostIssues } from "../../stack/gone-hosts";
import { NOTHING_IN_STATE } from "../../model/in-state";
import { parseStackFile } from "../../stack/load-stack-file";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import { onHosts, standingAlone } from "../support/more-hosts";
import { smallStack } from "../support/rehearsal";

const configOf = (text: string) => parseConfig(parseStackFile(text, "Pulumi.hosts.yaml").raw);
const renamed = (text: string) => text.replaceAll("pve-2:", "dell:").replaceAll("host: pve-2", "host: dell");
const two = onHosts(smallStack(), 2);

function issues(before: string, after: string, nodes: readonly string[], host = "pve-2", installation = "") {
  const inState = { ...NOTHING_IN_STATE, files: [{ host, name: "local:import/homelab.small.noble.qcow2" }] };
  return goneHostIssues(
    plan(configOf(after), "hosts"),
    { away: { offline: [], readOnly: [], nodes: new Map([[installation, nodes]]) } },
    { nodes: {}, configuration: configOf(before), inState },
  ).map(formatIssue);
}

test("a host that was renamed, or left its Proxmox cluster, is reported while the state has files on it", () => {
  expect(issues(two, renamed(two), ["pve", "dell"])).toEqual([
    expect.stringMatching(
      /^proxmox\.hosts\.pve-2: has files or bridges of this stack, but is no node .*got "pve-2" in the state, must be one of dell, pve; if it was renamed/,
    ),
  ]);
});

test("a host that is removed from the stack but exists is not, nor is one whose Proxmox is no longer used", () => {
  expect(issues(two, renamed(two), ["pve", "pve-2", "dell"])).toEqual([]);
  expect(issues(two, two, ["pve", "pve-2"])).toEqual([]);
  expect(issues(standingAlone(two, "pve-2"), renamed(two), ["pve", "dell"])).toEqual([]);
});
