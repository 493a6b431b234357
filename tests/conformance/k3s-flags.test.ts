import { K3S_FLAGS } from "../../distributions/k3s/flags";
import { run } from "./readers/program";
import { builtTool } from "./readers/tools";

jest.setTimeout(120_000);

/** Added after that commit (docs.k3s.io/cli/server). */
const NEWER = ["helm-controller-arg", "write-kubeconfig-name"];
/** Hidden, or under another name by now. */
const FORMER = [
  "apiserver-bind-address",
  "apiserver-port",
  "kube-cloud-controller-arg",
  "kube-controller-arg",
  "supervisor-port",
];

test.each(["server", "agent"] as const)("the table of flags of a %s has k3s' own flags", async (role) => {
  const { stdout } = await run(await builtTool("k3s-config"), ["flags", role]);
  const own = (JSON.parse(stdout) as string[]).filter(
    (name) => (name.length > 1 || name === "v") && !FORMER.includes(name),
  );
  const table = [...K3S_FLAGS[role]].filter((name) => !NEWER.includes(name));
  expect(table.sort()).toEqual([...new Set(own)].sort());
});
