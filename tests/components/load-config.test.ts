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

  it("keeps secrets out of the plan", async () => {
    const { result } = await load(pulumiConfig(asgardSections()));
    expect(JSON.stringify((result as ReturnType<typeof loadConfig>).plan)).not.toContain(exampleSecrets.proxmoxToken);
  });
});
