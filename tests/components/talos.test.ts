import type { Recording, Registered } from "../support/pulumi-mocks";
import { recordPcTips } from "../support/record-pc-tips";
import { orderOf } from "../support/recording";

const VM = "proxmoxve:index/vmLegacy:VmLegacy";
const COMMAND = "command:local:Command";

describe("the cluster of pc-tips", () => {
  let pcTips: Recording;

  beforeAll(async () => {
    pcTips = await recordPcTips();
  }, 30_000);

  const dependsOn = (resource: Registered, name: string) =>
    resource.options.dependsOn.some((urn) => urn.endsWith(`::${name}`));
  const machines = () => pcTips.ofType(VM).filter((r) => !r.inputs["template"]);

  it("gives every resource a parent, a name that begins with the cluster's, and a URN of its own", () => {
    const own = pcTips.resources.filter((r) => !r.type.startsWith("pulumi:") && r.type !== "homelab:index:Cluster");
    expect(own.filter((r) => !r.parent.includes("homelab:index:"))).toEqual([]);
    expect(own.filter((r) => r.name !== "pc-tips" && !r.name.startsWith("pc-tips-"))).toEqual([]);
    expect(new Set(pcTips.resources.map((r) => r.urn)).size).toBe(pcTips.resources.length);
  });

  it("knows no SSH: no host key, no document, no user, no remote command", () => {
    const types = new Set(pcTips.resources.map((r) => r.type));
    expect(pcTips.ofType(COMMAND).filter((command) => orderOf(command).connection !== undefined)).toEqual([]);
    expect(types).not.toContain("proxmoxve:index/fileLegacy:FileLegacy");
    expect(pcTips.resources.filter((r) => r.name.endsWith("-host-key"))).toEqual([]);
    for (const vm of machines()) {
      expect(Object.keys(vm.inputs["initialization"] as object).sort()).toEqual([
        "datastoreId",
        "dns",
        "interface",
        "ipConfigs",
        "upgrade",
      ]);
    }
  });

  it("creates machines that Talos boots on: q35, UEFI without enrolled keys, a serial console", () => {
    for (const vm of [...machines(), pcTips.named("pc-tips-template-host3-vm")]) {
      expect(vm.inputs).toMatchObject({
        machine: "q35",
        bios: "ovmf",
        efiDisk: { type: "4m", preEnrolledKeys: false },
        scsiHardware: "virtio-scsi-pci",
        serialDevices: [{ device: "socket" }],
        cpu: { type: "host" },
      });
    }
  });

  it("posts the schematic to the factory before Proxmox downloads the image", () => {
    expect(dependsOn(pcTips.named("pc-tips-template-host3-image"), "pc-tips-image")).toBe(true);
    expect(pcTips.named("pc-tips-image", COMMAND).inputs["create"]).toBe("image");
  });

  it("bootstraps once for the cluster, whatever happens to the first machine", () => {
    const init = pcTips.named("pc-tips-init");
    expect(pcTips.resources.filter((r) => r.inputs["create"] === "init_cluster")).toHaveLength(1);
    expect(init.options.ignoreChanges).toEqual(["create", "stdin", "logging"]);
    expect(init.inputs["triggers"]).toEqual([]);
    expect(init.inputs["delete"]).toBeUndefined();
    expect(dependsOn(pcTips.named("pc-tips-ctrl-00-join"), "pc-tips-init")).toBe(true);
  });

  it("joins each further control plane only when the previous one is healthy", () => {
    for (const [before, next] of [
      ["ctrl-00", "ctrl-01"],
      ["ctrl-01", "ctrl-02"],
    ]) {
      expect(dependsOn(pcTips.named(`pc-tips-${next}-gate`), `pc-tips-${before}-join`)).toBe(true);
      expect(dependsOn(pcTips.named(`pc-tips-${next}-join`), `pc-tips-${next}-gate`)).toBe(true);
    }
  });

  it("joins workers side by side, after the first control plane", () => {
    for (const worker of ["work-00", "work-01", "work-02"]) {
      const join = pcTips.named(`pc-tips-${worker}-join`);
      expect(dependsOn(join, "pc-tips-ctrl-00-join")).toBe(true);
      expect(join.options.dependsOn.filter((urn) => /work-\d\d-join$/.test(urn))).toEqual([]);
    }
  });

  it("deletes what runs on a machine before the machine, by value", () => {
    for (const name of ["ctrl-01", "work-00"]) {
      const join = pcTips.named(`pc-tips-${name}-join`);
      expect(join.options.propertyDependencies["triggers"]).toEqual([expect.stringContaining(`pc-tips-${name}-vm`)]);
      expect(join.inputs["delete"]).toBe("leave");
      expect(join.options.deleteBeforeReplace).toBe(true);
    }
  });

  it("passes every script as a secret on stdin, and nothing in a command line", () => {
    for (const command of pcTips.ofType(COMMAND)) {
      expect(command.secretInputs).toContain("stdin");
      expect(command.options.additionalSecretOutputs).toEqual(["stdin", "stdout"]);
      expect(command.inputs["environment"]).toBeUndefined();
      expect(command.inputs["addPreviousOutputInEnv"]).toBe(command.name.endsWith("-init"));
      const lines = [command.inputs["create"], command.inputs["update"], command.inputs["delete"]];
      const steps = ["image", "init_cluster", "join", "talos_health_gate", "leave", "talos_drain_worker", "keep"];
      expect(lines.filter((line) => line !== undefined && !steps.includes(line as string))).toEqual([]);
    }
  });

  it("creates ten-year CAs in Talos' formats, and never replaces them", () => {
    const certificates = pcTips.ofType("tls:index/selfSignedCert:SelfSignedCert");
    const subjects = certificates.map((r) => [r.name, r.inputs["subject"]]);
    expect(Object.fromEntries(subjects)).toEqual({
      "pc-tips-os-ca": { organization: "talos" },
      "pc-tips-kubernetes-ca": { organization: "kubernetes" },
      "pc-tips-etcd-ca": { organization: "etcd" },
      "pc-tips-aggregator-ca": { commonName: "front-proxy-ca" },
    });
    for (const { inputs, options } of certificates) {
      expect(inputs).toMatchObject({ validityPeriodHours: 87_600, earlyRenewalHours: 0, isCaCertificate: true });
      expect(options.ignoreChanges).toContain("subject");
      expect(options.ignoreChanges).toContain("validityPeriodHours");
    }
    expect(pcTips.named("pc-tips-os-ca-key").inputs).toEqual({ algorithm: "ED25519" });
    expect(pcTips.named("pc-tips-kubernetes-ca-key").inputs).toEqual({ algorithm: "ECDSA", ecdsaCurve: "P256" });
  });

  it("renews people's certificates in their last month, and the program's never", () => {
    const terms = pcTips
      .ofType("tls:index/locallySignedCert:LocallySignedCert")
      .map(({ name, inputs }) => [name, inputs["validityPeriodHours"], inputs["earlyRenewalHours"]]);
    expect(terms.sort()).toEqual([
      ["pc-tips-kubernetes-people", 8760, 720],
      ["pc-tips-kubernetes-program", 87_600, 0],
      ["pc-tips-talos-people", 8760, 720],
      ["pc-tips-talos-program", 87_600, 0],
    ]);
  });
});
