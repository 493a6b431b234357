import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig } from "../../../../components/load-config";
import { proxmoxProviders } from "../../../../components/provider";

/** Where the stack says so, each of these does what an invariant forbids; else the same as it should be done. */
const careless = new pulumi.Config("test").requireBoolean("careless");

const loaded = loadConfig();
const { plan, secrets } = loaded;
const token = careless ? pulumi.unsecret(secrets.proxmoxToken) : secrets.proxmoxToken;
token.apply((value) => console.log(`using the token ${careless ? value.split("=")[1] : "of the stack"}`));

/** Git goes where HTTPS_PROXY leads, unless the machine's own configuration sends it elsewhere. */
const lookOutside = "GIT_CONFIG_NOSYSTEM=1 git ls-remote https://pve.invalid/";

new local.Command("blabber", { create: "true", environment: { TOKEN: token } });
new local.Command("fidget", { create: "true", triggers: careless ? [Date.now()] : [] });
new local.Command("explorer", { create: careless ? `${lookOutside} || true` : "true" });
new proxmox.FileLegacy(
  "litterer",
  {
    nodeName: Object.keys(plan.proxmox.hosts)[0] ?? "",
    datastoreId: "local",
    contentType: "snippets",
    sourceRaw: { fileName: "litter.yaml", data: "#cloud-config\n" },
  },
  { provider: proxmoxProviders(loaded).first, retainOnDelete: careless },
);
