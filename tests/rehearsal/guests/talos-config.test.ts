import { MachineConfig } from "../../../rehearsal/distributions/talos/machine/config/machine-config";
import { multiError } from "../../../rehearsal/distributions/talos/machine/config/multi-error";
import { readTalosDocuments } from "../../../rehearsal/distributions/talos/machine/config/read-documents";
import { validate, type ValidationMode } from "../../../rehearsal/distributions/talos/machine/config/validate";
import { clusterSecrets, editedConfig, type ClusterSecrets, type NodeOptions } from "../../support/talos-config";

let secrets: ClusterSecrets;
beforeAll(async () => {
  secrets = await clusterSecrets();
});

const server: NodeOptions = { hostname: "ctrl-00", role: "controlplane", vip: "10.25.150.10" };
const worker: NodeOptions = { hostname: "work-00", role: "worker" };

/** What Talos says of a text: why it cannot read it, what it refuses, or nothing. */
function saidOf(text: string, mode: ValidationMode = { requiresInstall: false }): string | undefined {
  try {
    return multiError(validate(new MachineConfig(readTalosDocuments(text)), mode).errors);
  } catch (error) {
    return (error as Error).message;
  }
}

const one = (error: string): string => multiError([error]) ?? "";
const first = (...errors: readonly string[]): string => one(`v1alpha1.Config: ${multiError(errors) ?? ""}`);

test.each([server, worker])("accepts the complete configuration of a $role", (options) => {
  expect(saidOf(editedConfig(secrets, options))).toBeUndefined();
});

// What pkg/machinery v1.13.9 itself answered to these texts.
test.each<[string, NodeOptions, Readonly<Record<string, unknown>>, string]>([
  [
    "a worker with the keys of the authorities",
    worker,
    { "0.machine.ca.key": "a2V5", "0.cluster.ca.key": "a2V5" },
    first(
      "cluster CA key is not allowed on non-controlplane nodes (.cluster.ca)",
      "issuing Talos API CA key is not allowed on non-controlplane nodes (.machine.ca)",
      "issuing Kubernetes API CA key is not allowed on non-controlplane nodes (.cluster.ca)",
    ),
  ],
  [
    "a worker with etcd",
    worker,
    { "0.cluster.etcd": {} },
    first("etcd config is only allowed on control plane machines"),
  ],
  [
    "a control plane without its authority's key",
    server,
    { "0.machine.ca.key": undefined },
    first("issuing CA key is required for controlplane nodes (.machine.ca.key)"),
  ],
  [
    "a control plane without an authority",
    server,
    { "0.machine.ca": undefined },
    first(
      "issuing CA or some accepted CAs are required (.machine.ca, machine.acceptedCAs)",
      "issuing CA is required (.machine.ca)",
    ),
  ],
  ["etcd without its authority", server, { "0.cluster.etcd": {} }, first("key/cert combination should not be empty")],
  ["no endpoint", server, { "0.cluster.controlPlane": undefined }, first("cluster controlplane endpoint is required")],
  ["an unknown type", worker, { "0.machine.type": "master" }, first('unknown machine type "master"')],
  ["no machine", server, { "0.machine": undefined }, first("machine instructions are required")],
  [
    "a CNI that Talos does not install",
    server,
    { "0.cluster.network.cni.name": "cilium" },
    first('cni name should be one of ["flannel", "custom", "none"]'),
  ],
  [
    "a taint without an effect",
    worker,
    { "0.machine.nodeTaints": { "nvidia.com/gpu": "true:Never" } },
    first(`invalid machine node taints: ${one('invalid taint effect: "Never"')}`),
  ],
  [
    "the kubelet's own fields",
    worker,
    { "0.machine.kubelet.extraConfig": { port: 1, registerWithTaints: [] } },
    first(`kubelet configuration field "port" can't be overridden`),
  ],
  [
    "two manifests of one name",
    server,
    { "0.cluster.inlineManifests": [{ name: "a", contents: "" }, { name: "a", contents: "" }, { contents: "x" }] },
    first('inline manifest name "a" is duplicate', "inline manifest name can't be empty"),
  ],
  [
    "discovery without the cluster's id",
    server,
    { "0.cluster.discovery": { enabled: true }, "0.cluster.id": undefined },
    first("cluster discovery service requires .cluster.id"),
  ],
  [
    "a name beside an automatic one",
    server,
    { "1.auto": "stable" },
    one("HostnameConfig: 'auto' and 'hostname' cannot be set at the same time"),
  ],
  [
    "neither name",
    server,
    { "1.auto": undefined, "1.hostname": undefined },
    one("HostnameConfig: either 'auto' or 'hostname' must be set"),
  ],
  [
    "a name in two documents",
    server,
    { "0.machine.network": { hostname: "a" } },
    one("static hostname is already set in v1alpha1 config"),
  ],
  [
    "a shared address that is none",
    server,
    { "2.name": "vip", "2.link": undefined },
    one(
      'Layer2VIPConfig/vip: name must be a valid IP address: ParseAddr("vip"): unable to parse IP\nlink must be specified',
    ),
  ],
  [
    "keys it does not know",
    server,
    {
      "0.machine.foo": { a: 1 },
      "0.cluster.network.cni.nam": "x",
      "0.machine.kubelet.extraMounts": [{ destination: "a", tpe: "b" }],
    },
    "error decoding document /v1alpha1/ (line 2): unknown keys found during decoding:\n" +
      "cluster:\n    network:\n        cni:\n            nam: x\n" +
      "machine:\n    foo:\n        a: 1\n    kubelet:\n        extraMounts:\n            - tpe: b\n",
  ],
  [
    "an endpoint without a scheme",
    worker,
    { "0.cluster.controlPlane.endpoint": "10.25.150.10:6443" },
    "error decoding document /v1alpha1/ (line 2): error decoding  to *v1alpha1.Config: yaml: construct errors:\n" +
      '  line 21: parse "10.25.150.10:6443": first path segment in URL cannot contain colon',
  ],
  [
    "an object where a text belongs",
    server,
    { "0.machine.token": { a: 1 } },
    "error decoding document /v1alpha1/ (line 2): error decoding  to *v1alpha1.Config: yaml: construct errors:\n" +
      "  line 6: cannot construct !!map into string",
  ],
])("refuses %s", (_what, options, edits, said) => {
  expect(saidOf(editedConfig(secrets, options, edits))).toBe(said);
});

test.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
  [
    "a document twice",
    { 3: { apiVersion: "v1alpha1", kind: "HostnameConfig", hostname: "b" } },
    /^duplicate document v1alpha1\/HostnameConfig\/ is not allowed \(line \d+\)$/,
  ],
  [
    "a kind it does not know",
    { 3: { apiVersion: "v1alpha1", kind: "NoSuchConfig" } },
    /\/NoSuchConfig\/ \(line \d+\): "NoSuchConfig" "v1alpha1": not registered$/,
  ],
  ["a document without a kind", { 3: { apiVersion: "v1alpha2" } }, /missing kind$/],
  ["a document without a version", { 3: { kind: "KmsgLogConfig", name: "x" } }, /missing apiVersion$/],
])("refuses %s", (_what, edits, said) => {
  expect(saidOf(editedConfig(secrets, server, edits))).toMatch(said);
});

test.each([
  ["v1.30.4", "kubelet image is not valid: version of Kubernetes 1.30.4 is too old to be used with Talos 1.13.9"],
  ["v1.37.0", "kubelet image is not valid: version of Kubernetes 1.37.0 is too new to be used with Talos 1.13.9"],
])("a running Talos refuses Kubernetes %s", (version, said) => {
  const text = editedConfig(secrets, { ...worker, version });
  expect(saidOf(text)).toBeUndefined();
  expect(saidOf(text, { requiresInstall: false, talosVersion: "v1.13.9" })).toBe(one(said));
});

test("on bare metal it needs an install disk; in a cloud it is already installed", () => {
  const metal = { requiresInstall: true };
  const problem = first('install instructions are required in "metal" mode');
  expect(saidOf(editedConfig(secrets, worker), metal)).toBe(problem);
  expect(saidOf(editedConfig(secrets, worker, { "0.machine.install": { disk: "/dev/vda" } }), metal)).toBeUndefined();
});

test("a setting is found in whichever document has it", () => {
  const config = new MachineConfig(readTalosDocuments(editedConfig(secrets, server)));
  expect(config).toMatchObject({
    role: "controlplane",
    hostname: "ctrl-00",
    discoverable: false,
    vips: [{ address: "10.25.150.10", link: "eth0" }],
  });
  const { certificate, key } = secrets.kubernetes;
  expect(config.pair("cluster.ca")).toEqual({ certificate, key });
});
