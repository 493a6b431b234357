import type * as serialise from "../../model/render/serialise";
import { MISTAKABLE } from "../model/render/mistakable";
import { seedOfThisRun } from "../support/seed";
import type { Document } from "./documents/document";
import { documentsOf, filledIn } from "./documents/registered";
import { oddStacks } from "./yaml/odd-stacks";
import { misunderstood, readByAll } from "./yaml/readers";

/** What was rendered, and what was meant by it. */
const rendered = new Map<string, unknown[]>();

jest.mock("../../model/render/serialise", () => {
  const real = jest.requireActual<typeof serialise>("../../model/render/serialise");
  const noting = (text: string, values: readonly unknown[]) => {
    rendered.set(text, JSON.parse(JSON.stringify(values)) as unknown[]);
    return text;
  };
  return {
    toYaml: (value: unknown) => noting(real.toYaml(value), [value]),
    toYamlStream: (values: readonly unknown[]) => noting(real.toYamlStream(values), values),
  };
});

const isYaml = ({ name, text }: Document): boolean =>
  /\.ya?ml$|: (user-data|network-config|meta-data)$/.test(name) ||
  /^(#cloud-config|apiVersion: .*|machine:)$/m.test(text.split("\n", 1)[0] ?? "");

const isProxmox = ({ name }: Document): boolean => /: (user-data|network-config|meta-data)$/.test(name);

jest.setTimeout(300_000);
jest.spyOn(console, "warn").mockImplementation(() => undefined);

/** Another turn of the words in each run. */
const turn = Number(seedOfThisRun()) % MISTAKABLE.length;

describe.each(oddStacks(turn))("documents of $name", (stack) => {
  let documents: readonly Document[] = [];
  beforeAll(async () => {
    rendered.clear();
    documents = await documentsOf(stack);
  });

  it("mean the same to every reader", async () => {
    const meant = [...rendered].map(([text, values]) => ({ text, documents: values }));
    expect(meant.length).toBeGreaterThan(5);
    expect(await misunderstood(meant)).toEqual([]);
  });

  it("are all compared with their intended value, except Proxmox' own", () => {
    const texts = [...rendered.keys()].map(filledIn);
    const others = documents.filter((one) => isYaml(one) && !texts.some((text) => one.text.includes(text)));
    expect(others.filter((one) => !isProxmox(one)).map(({ name }) => name)).toEqual([]);
  });

  it("mean to cloud-init what Proxmox writes there without quotes", async () => {
    const texts = documents.filter(({ name }) => name.endsWith(": user-data")).map(({ text }) => text);
    const { PyYAML: read = [] } = await readByAll(texts);
    const scalars = read.map(({ documents: [document] = [] }) => bareOf(document as BareScalars));
    expect(scalars).toEqual(texts.map(writtenBare));
  });
});

interface BareScalars {
  readonly hostname: string;
  readonly fqdn: string;
  readonly user?: string;
  readonly ssh_authorized_keys?: readonly string[];
}

const bareOf = ({ hostname, fqdn, user, ssh_authorized_keys: keys }: BareScalars) => ({ hostname, fqdn, user, keys });

/** The same as it stands in the text; what follows a # says nothing of a key. */
function writtenBare(text: string) {
  const after = (key: string) => new RegExp(`^${key}: (.*)$`, "m").exec(text)?.[1];
  const keys = text.match(/^ {2}- (?!default).*$/gm)?.map((line) => line.slice(4).replace(/ #.*$/, ""));
  return { hostname: after("hostname"), fqdn: after("fqdn"), user: after("user"), keys };
}
