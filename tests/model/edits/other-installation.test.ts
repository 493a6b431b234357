import { editIssues } from "../../../stack/edits/edit-issues";
import { parseStackFile } from "../../../stack/load-stack-file";
import { parseConfig } from "../../../stack/parse";
import { onHosts, standingAlone } from "../../support/more-hosts";
import { smallStack } from "../../support/rehearsal";

const configOf = (text: string) => parseConfig(parseStackFile(text, "Pulumi.edited.yaml").raw);
const together = onHosts(smallStack(), 3);
const apart = standingAlone(together, "pve-3");

const refusals = (before: string, after: string) =>
  editIssues({ config: configOf(before), nodes: [] }, configOf(after)).map(
    ({ path, problem }) => `${path}: ${problem}`,
  );

const refused =
  "proxmox.hosts.pve-3.endpoint: another installation than the one that has its machines: all of them would be recreated";

describe("the endpoint of an existing host", () => {
  it("may neither make it a standalone host nor move it into a cluster", () => {
    expect(refusals(together, apart)).toEqual([refused]);
    expect(refusals(apart, together)).toEqual([refused]);
  });

  it("may be another address of the same installation", () => {
    expect(refusals(apart, apart.replace("192.0.2.77", "192.0.2.78"))).toEqual([]);
  });

  it("may change to that of a new host without affecting the others", () => {
    expect(refusals(onHosts(smallStack(), 2), apart)).toEqual([]);
  });
});
