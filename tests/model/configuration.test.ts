import { everyRule } from "../../stack/rules/every-rule";
import { configSchema } from "../../stack/config-schema";
import { asgard, configOf, fixtures, messagesOf, patched, type Raw, small } from "./stack-fixtures";

/** The configuration of a fixture whose shape is right, whatever rules it breaks. */
function shaped(read: () => Raw) {
  try {
    return configSchema.safeParse(read()).data;
  } catch {
    return undefined;
  }
}

describe("the configuration", () => {
  it.each(fixtures("valid"))("accepts $name", ({ read }) => {
    expect(messagesOf(read)).toEqual([]);
  });

  it.each(fixtures("invalid"))("refuses $name and says why", ({ read, expected }) => {
    expect(expected).not.toEqual([]);
    expect(messagesOf(read)).toEqual(expected);
  });

  it("accepts asgard's stack file as committed", () => {
    expect(messagesOf(asgard)).toEqual([]);
  });

  it("has an invalid fixture for every rule", () => {
    const configs = fixtures("invalid").flatMap(({ read }) => shaped(read) ?? []);
    const neverBroken = everyRule.filter((rule) => configs.every((config) => rule(config).length === 0));
    expect(neverBroken.map((rule) => rule.name)).toEqual([]);
  });

  it("reports every schema error of every section at once", () => {
    const broken = patched(small(), { proxmox: { insecure: 1 }, cluster: 7, nodes: { worker: { cors: 2 } }, gpus: [] });
    expect(messagesOf(() => broken).map((message) => message.split(":")[0])).toEqual([
      "proxmox.insecure",
      "cluster",
      "nodes.worker.cors",
      "gpus",
    ]);
  });

  it("reports every violated rule at once", () => {
    const broken = patched(small(), {
      cluster: { vip: "192.0.3.1", podCidr: "10.43.0.0/16" },
      nodes: { worker: { vmId: 101, address: "192.0.2.1" } },
    });
    expect(messagesOf(() => broken)).toHaveLength(4);
  });

  it("writes every message in lower case, in one line and without a final period", () => {
    const messages = fixtures("invalid").flatMap(({ expected }) => expected);
    const isOdd = (message: string) =>
      !/^([\w.:[\]/-]|\["[^"]*"\])+: [a-z0-9"(]?.+, .+; .+[^.]$/i.test(message) || message.includes("\n");
    expect(messages.filter(isOdd)).toEqual([]);
  });

  it("fills in every default", () => {
    const config = configOf(small());
    expect(config.proxmox).toMatchObject({
      insecure: false,
      cloneConcurrency: 3,
      overcommit: { memory: 1, threads: 1, disk: 1 },
      ssh: { user: "root", port: 22 },
    });
    expect(config.proxmox.hosts["pve"]?.reserve).toEqual({ memoryMiB: 2048, threads: 0 });
    expect(config.template).toMatchObject({ imageStorage: "local", snippetStorage: "local", image: { diskGiB: 4 } });
    expect(config.os).toEqual({ locale: "en_US.UTF-8", keyboard: "us", timezone: "Etc/UTC", packages: [] });
    expect(config.cluster).toMatchObject({ podCidr: "10.42.0.0/16", serviceCidr: "10.43.0.0/16", cni: "cilium" });
    expect(config.nodes["worker"]).toMatchObject({ generation: 0, labels: {}, taints: [], tags: [] });
    expect(config.gpus).toEqual({});
  });

  it.each([
    "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0\n-----END OPENSSH PRIVATE KEY-----",
    "pulumi@pve!homelab=01234567-89ab-cdef-0123-456789abcdef",
    "$6$salt$c2VjcmV0",
  ])("never shows a secret that was put in place of another value", (secret) => {
    const broken = patched(small(), { access: { user: secret, authorizedKeys: [secret] }, os: { locale: secret } });
    expect(messagesOf(() => broken).join("\n")).not.toContain(secret.slice(-20));
    const key = patched(small(), { access: { authorizedKeys: [secret] } });
    expect(messagesOf(() => key).join("\n")).not.toContain(secret.slice(-20));
  });

  it("ignores secrets that come with the sections", () => {
    expect(messagesOf(() => ({ ...small(), proxmoxToken: "anything" }))).toEqual([]);
  });
});
