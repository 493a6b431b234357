import { changedSteps } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { podsWithCpuLimits, unreadyPods } from "../support/pods";
import { type Kubectl, realKubectl } from "../support/real-kubectl";
import { endRehearsal, problemsOf, rehearse, wholeStackOf } from "../support/rehearsal";

jest.setTimeout(600_000);

let rehearsal: Rehearsal;
let kubectl: Kubectl;
afterAll(() => endRehearsal(rehearsal));

/** As Argo CD marks what it has made from its repository. */
const ofArgoCd = (kind: string, name: string, more: object = {}) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, annotations: { "argocd.argoproj.io/tracking-id": `root:/${kind}:jellyfin/${name}` } },
  ...more,
});

further("pc-tips comes up with Proxmox CSI, Sealed Secrets and Argo CD", async () => {
  rehearsal = await rehearse("pc-tips-platform", wholeStackOf("pc-tips"));
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  kubectl = await realKubectl(rehearsal);
  expect(await unreadyPods(kubectl)).toEqual([]);
  expect(await podsWithCpuLimits(kubectl)).toEqual([]);
});

further("there are two classes of volumes, which keep them", async () => {
  const columns = ":.metadata.name,:.provisioner,:.reclaimPolicy,:.parameters.storage";
  const classes = await kubectl(`get storageclasses --no-headers -o custom-columns=${columns}`);
  expect(classes.split("\n").map((line) => line.split(/ +/))).toEqual([
    ["proxmox-nvme1", "csi.proxmox.sinextra.dev", "Retain", "Nvme1"],
    ["proxmox-velocity", "csi.proxmox.sinextra.dev", "Retain", "velocity"],
  ]);
});

further("the driver has a token of its own at Proxmox, which may do less than the program's", async () => {
  const config = Buffer.from(
    await kubectl("-n csi-proxmox get secret proxmox-csi -o jsonpath={.data.config\\.yaml}"),
    "base64",
  ).toString();
  expect(config).toMatch(/token_id: pc-tips-csi@pve!csi\n.*token_secret: [0-9a-f-]{36}\n.*region: pc-tips\n/s);
  const [, secret = "none"] = /token_secret: (\S+)/.exec(config) ?? [];
  expect(JSON.stringify(await rehearsal.exportState())).not.toContain(secret);
});

further("a pod with a volume gets one on the host where it runs", async () => {
  await kubectl("create namespace volumes");
  await kubectl("-n volumes apply -f -", {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  });
  await kubectl("-n volumes apply -f -", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "writer" },
    spec: {
      containers: [{ name: "c", image: "registry.example/c:1" }],
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
    },
  });
  await kubectl("-n volumes wait --for=condition=Ready pod/writer --timeout=60s");
  const [volume = ""] = (await kubectl("-n volumes get pvc data -o jsonpath={.spec.volumeName}")).split("\n");
  const handle = await kubectl(`get pv ${volume} -o jsonpath={.spec.csi.volumeHandle}`);
  expect(handle).toMatch(/^pc-tips\/host3\/velocity\//);
  await kubectl("delete namespace volumes");
});

further("one Application hands the rest to Argo CD, and no object belongs to both", async () => {
  expect(await kubectl("-n argocd get applications -o jsonpath={.items[*].spec.source.path}")).toBe("k8s/applications");
  await kubectl("apply -f -", ofArgoCd("Namespace", "jellyfin"));
  await kubectl("-n jellyfin apply -f -", ofArgoCd("ConfigMap", "settings", { data: { a: "b" } }));
  const up = await rehearsal.up("after-argo-cd");
  expect(problemsOf(up)).toEqual([]);
  expect(changedSteps(up.result.events)).toEqual([]);
  expect(rehearsal.platform?.ownedTwice).toEqual([]);
});

further("destroy leaves neither the driver's account nor anything else, and no invariant was violated", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.caught).toEqual([]);
});
