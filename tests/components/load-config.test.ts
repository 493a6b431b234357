import { loadConfig } from "../../components/load-config";
import { asgardSections, exampleSecrets, pulumiConfig } from "../support/asgard";
import { record } from "../support/pulumi-mocks";

const load = (config: Record<string, string>) =>
  record("asgard", config, ["homelab:proxmoxToken", "homelab:sshPrivateKey"], loadConfig);

describe("loading the configuration", () => {
  it("reports every mistake at once, one per line, before any resource exists", async () => {
    const sections = asgardSections();
    Object.assign(sections.nodes["valaskjalf-worker-1"] ?? {}, { adress: "10.10.10.111" });
    const config = { ...pulumiConfig(sections, {}), "homelab:templat": "{}" };
    const message = await load(config).catch((error: Error) => error.message);
    expect(message).toMatch(/nodes\.valaskjalf-worker-1\.adress: .*address is there already/);
    expect(message).toMatch(/templat: .*template is there already/);
    expect(message).toMatch(/proxmoxToken: .*pulumi config set --secret homelab:proxmoxToken/);
    expect(message).toMatch(/sshPrivateKey: /);
  });

  it("never shows a malformed secret", async () => {
    const config = pulumiConfig(asgardSections(), { ...exampleSecrets, proxmoxToken: "hunter2" });
    const message = await load(config).catch((error: Error) => error.message);
    expect(message).toContain("proxmoxToken");
    expect(message).not.toContain("hunter2");
  });

  it("refuses a plain-text secret in the stack's configuration, however the program is run", async () => {
    const config = pulumiConfig(asgardSections());
    const message = await record("asgard", config, ["homelab:sshPrivateKey"], loadConfig).catch(
      (e: Error) => e.message,
    );
    expect(message).toMatch(
      /^ *proxmoxToken: secret in plain text, got a value \(not shown\), .*change the secret and run/m,
    );
    expect(message).not.toContain(exampleSecrets.proxmoxToken);
    expect(message).not.toContain("sshPrivateKey");
  });

  it("rejects a section with an encrypted value, which would be in plain text in plan and state", async () => {
    const podinfo = { chart: "podinfo", repository: "https://charts.example.net", version: "6.7.0", tier: "4-aux" };
    const platform = { addons: { podinfo: { ...podinfo, values: { password: "hunter2" } } } };
    const config = pulumiConfig({ ...asgardSections(), platform });
    const secret = ["homelab:proxmoxToken", "homelab:sshPrivateKey", "homelab:platform"];
    const message = await record("asgard", config, secret, loadConfig).catch((e: Error) => e.message);
    expect(message).toMatch(/platform: encrypted value inside a section, got a value \(not shown\), /);
    expect(message).toContain("have the chart read a Secret that is there already");
    expect(message).not.toContain("hunter2");
  });

  it("keeps secrets out of the plan", async () => {
    const { result } = await load(pulumiConfig(asgardSections()));
    expect(JSON.stringify((result as ReturnType<typeof loadConfig>).plan)).not.toContain(exampleSecrets.proxmoxToken);
  });
});
