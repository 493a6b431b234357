import { join } from "node:path";
import { ensureToolchain, type Toolchain } from "../../toolchain/ensure";
import { SchemaTypes } from "./support/schema-types";
import { SdkTypes } from "./support/sdk-types";

const sdks = {
  proxmoxve: "@muhlba91/pulumi-proxmoxve",
  command: "@pulumi/command",
  tls: "@pulumi/tls",
} as const;

/** Every class the program uses, by the file that declares it. */
const classes: readonly (readonly [plugin: keyof typeof sdks, file: string, className: string])[] = [
  ["proxmoxve", "vmLegacy", "VmLegacy"],
  ["proxmoxve", "fileLegacy", "FileLegacy"],
  ["proxmoxve", "download/file", "File"],
  ["proxmoxve", "network/linux/bridge", "Bridge"],
  ["proxmoxve", "hardware/mapping/pci", "Pci"],
  ["command", "remote/command", "Command"],
  ["command", "remote/copyToRemote", "CopyToRemote"],
  ["command", "local/command", "Command"],
  ["tls", "privateKey", "PrivateKey"],
  ["tls", "selfSignedCert", "SelfSignedCert"],
  ["tls", "certRequest", "CertRequest"],
  ["tls", "locallySignedCert", "LocallySignedCert"],
];

let toolchain: Toolchain;
const schemas = new Map<string, SchemaTypes>();

beforeAll(async () => {
  toolchain = await ensureToolchain();
}, 15 * 60_000);

function sdkOf(plugin: keyof typeof sdks): SdkTypes {
  return new SdkTypes(join(__dirname, "..", "..", "node_modules", sdks[plugin]));
}

function schemaOf(plugin: string): SchemaTypes {
  const schema = schemas.get(plugin) ?? SchemaTypes.of(toolchain, plugin);
  schemas.set(plugin, schema);
  return schema;
}

test.each(classes)("%s: %s has the token, inputs, outputs and secrets that the SDK has", (plugin, file, className) => {
  const promised = sdkOf(plugin).classIn(file, className);
  const kept = schemaOf(plugin).classWith(promised.token);
  const replaceOnChanges = promised.replaceOnChanges.map((path) => path.replace("[*]", ""));
  expect(kept).toEqual({ ...promised, replaceOnChanges });
});

test("the Proxmox provider takes the settings that the SDK has, with their types", () => {
  const promised = sdkOf("proxmoxve").classIn("provider", "Provider");
  const kept = schemaOf("proxmoxve").classWith("pulumi:providers:proxmoxve");
  expect(kept.inputs).toEqual(promised.inputs);
  expect(kept.secretOutputs).toEqual(promised.secretOutputs);
});

test("a property that the plugin lacks, or has with another type, is found", () => {
  const promised = sdkOf("tls").classIn("privateKey", "PrivateKey");
  expect(Object.keys(promised.inputs).sort()).toEqual(["algorithm", "ecdsaCurve", "rsaBits"]);
  expect(promised.inputs["algorithm"]).toEqual({ type: "string", optional: false });
  expect(promised.inputs["rsaBits"]).toEqual({ type: "number", optional: true });
  expect(promised.secretOutputs).toEqual(["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"]);
  expect(sdkOf("command").classIn("remote/command", "Command").replaceOnChanges).toEqual(["triggers[*]"]);
});
