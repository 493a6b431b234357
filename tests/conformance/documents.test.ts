import type { Document } from "./documents/document";
import { documentsOf } from "./documents/registered";
import { judgedStacks } from "./documents/stacks";
import { everyReader } from "./readers/every-reader";
import { judgeAll } from "./readers/judge-all";
import { oddStacks } from "./yaml/odd-stacks";

/** Who reads what no reader here does. */
const judgedElsewhere: readonly RegExp[] = [
  // A line with an id, which PVE writes; the machine of a first boot reads it.
  /: meta-data$/,
  // sshd, systemd and the kernel, on the machines of the first boots.
  /: \/etc\/ssh\/sshd_config\.d\//,
  /: \/etc\/(systemd\/system|modules-load\.d|sysctl\.d)\//,
  // locale-gen, there too: a locale and its character set on each line.
  /: \/etc\/locale\.gen$/,
  // The script itself, there too: a line for each manifest, with its sum.
  /: \$CALICO$/,
];

jest.setTimeout(300_000);

const recorded = new Map<string, Promise<Document[]>>();

describe.each([...judgedStacks(), ...oddStacks(0)])("what is rendered for $name", (stack) => {
  const documents = (): Promise<Document[]> => {
    const found = recorded.get(stack.name) ?? documentsOf(stack);
    recorded.set(stack.name, found);
    return found;
  };

  it("is all read by some program", async () => {
    const all = await documents();
    expect(all).not.toEqual([]);
    const unread = all.filter((one) => !everyReader.some((reader) => reader.reads(one)));
    const names = unread.map(({ name }) => name);
    expect(names.filter((name) => !judgedElsewhere.some((known) => known.test(name)))).toEqual([]);
  });

  it.each(everyReader)("is accepted by $name as far as it reads it", async (reader) => {
    const read = (await documents()).filter((document) => reader.reads(document));
    expect(await judgeAll(reader, read)).toEqual([]);
  });
});
