import { changeIssues, doneByHand } from "../../stack/change-issues";
import { formatIssue } from "../../model/errors";
import { parseConfig } from "../../stack/parse";
import { plan } from "../../stack/plan";
import { sectionsWith, type Stack } from "../support/sample-edits";

/** What is said of an edit of `cluster.vip`, and of none, where the stack lives as its file says. */
function said(stack: Stack, vip?: string, env: Readonly<Record<string, string>> = {}): string[] {
  const configuration = parseConfig(sectionsWith(stack));
  const edits = vip === undefined ? [] : [{ stack, path: ["cluster", "vip"], value: vip }];
  const config = parseConfig(sectionsWith(stack, ...edits));
  const { cluster, access } = plan(configuration, stack);
  const login = { user: access.user, sshPort: access.sshPort };
  const lastRun = { clusterName: cluster.name, configuration, login, nodes: {} };
  const wanted = { config, plan: plan(config, stack), guests: [] };
  return changeIssues(lastRun, wanted, doneByHand(env)).map(formatIssue);
}

describe("what a change is refused for", () => {
  it.each(["asgard", "r730", "pc-tips"] as const)("is nothing where nothing changed: %s", (stack) => {
    expect(said(stack)).toEqual([]);
  });

  it("is another API address, with a link to the procedure", () => {
    expect(said("asgard", "10.10.10.120")).toEqual([
      expect.stringMatching(
        /^cluster\.vip: cannot change in an existing cluster, .*see docs\/tasks\/move-the-api\.md$/,
      ),
    ]);
    expect(said("r730", "10.0.20.99")).toHaveLength(1);
  });

  it("is not the address the API was declared to have moved to, but any other one", () => {
    expect(said("asgard", "10.10.10.120", { HOMELAB_API_MOVED: "10.10.10.120" })).toEqual([]);
    expect(said("asgard", "10.10.10.120", { HOMELAB_API_MOVED: "10.10.10.121" })).toHaveLength(1);
  });
});
