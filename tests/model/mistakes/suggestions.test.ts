import fc from "fast-check";
import { readStackFile } from "../../../stack/load-stack-file";
import { formatIssue } from "../../../model/errors";
import { messagesOf, patched, type Raw, small } from "../stack-fixtures";

const ENTRIES = {
  nodes: { role: "worker", vmId: 150, address: "192.0.2.50" },
  vms: { vmId: 150, cores: 1, memoryMiB: 1024, diskGiB: 8, storage: "local-zfs" },
  gpus: { node: "worker", path: "0000:01:00", deviceIds: ["10de:1e82"] },
} as const;
type Section = keyof typeof ENTRIES;

const withEntry = (map: Section, name: string): Raw => patched(small(), { [map]: { [name]: ENTRIES[map] } });

/** The name that the message about another one gives as an example. */
const exampleFor = (map: Section, name: string): string | undefined =>
  messagesOf(() => withEntry(map, name)).flatMap((message) => / for example to (\S+)$/.exec(message)?.[1] ?? [])[0];

describe("a suggestion", () => {
  it("for a name is one that would be accepted", () => {
    const maps = fc.constantFrom(...(Object.keys(ENTRIES) as Section[]));
    const odd = fc.stringMatching(/^[A-Za-z0-9_. -]{1,80}$/);
    let suggested = 0;
    fc.assert(
      fc.property(maps, odd, (map, name) => {
        const example = exampleFor(map, name);
        if (example === undefined) return;
        suggested++;
        expect(messagesOf(() => withEntry(map, example))).toEqual([]);
      }),
    );
    expect(suggested).toBeGreaterThan(10);
  });

  it.each([
    ["nodes", "Worker_1", "worker-1"],
    ["nodes", "x".repeat(80), undefined],
    ["nodes", "12_34", undefined],
    ["nodes", "Worker", undefined], // There is a worker.
    ["nodes", "_", undefined],
    ["nodes", "constructor ", undefined],
    ["nodes", "On_", undefined],
  ] as const)("for %s.%s is %s", (map, name, example) => {
    expect(exampleFor(map, name)).toBe(example);
  });

  it("for a key is not one that is already beside it", () => {
    const said = messagesOf(() => patched(small(), { nodes: { worker: { vmld: 112, cors: 2 } } }));
    expect(said.map((message) => message.replace(/, got.*;/, ";"))).toEqual([
      "nodes.worker.vmld: unknown key; vmId is there already: put it there, or remove it",
      'nodes.worker.cors: unknown key; did you mean "cores"?',
    ]);
  });

  it("for a section outside config is not one that is already in it", () => {
    const remedies = (text: string) =>
      readStackFile(text, "Pulumi.test.yaml").issues.map((issue) => formatIssue(issue).replace(/, got.*;/, ";"));
    expect(remedies("config:\n  homelab:os: {}\n  os: {}\nhomelab:os: {}\nos: {}\n")).toEqual([
      "homelab:os: outside config, where it is not read; homelab:os is under config already: put it there, or remove it",
      "os: outside config, where it is not read; homelab:os is under config already: put it there, or remove it",
      "os: without its prefix; homelab:os is there already: put it there, or remove it",
    ]);
  });
});
