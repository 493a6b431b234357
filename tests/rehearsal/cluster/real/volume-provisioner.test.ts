import { VolumeProvisioner } from "../../../../rehearsal/cluster/real/volume-provisioner";
import { FakeApi } from "../../../support/fake-api";

const DRIVER = "csi.proxmox.sinextra.dev";
const CLAIM = "/api/v1/namespaces/db/persistentvolumeclaims/data";
const PLACE: Readonly<Record<string, string>> = {
  "topology.kubernetes.io/region": "lab",
  "topology.kubernetes.io/zone": "pve",
};

function withDriver({ running = true, labels = PLACE } = {}) {
  const api = new FakeApi();
  const annotations = { "meta.helm.sh/release-namespace": "csi" };
  api.put(`/apis/storage.k8s.io/v1/csidrivers/${DRIVER}`, {
    metadata: { annotations },
    spec: { storageCapacity: true },
  });
  api.put("/apis/storage.k8s.io/v1/storageclasses/fast", {
    provisioner: DRIVER,
    reclaimPolicy: "Retain",
    volumeBindingMode: "WaitForFirstConsumer",
    parameters: { storage: "local-lvm" },
  });
  api.put("/apis/apps/v1/namespaces/csi/deployments/controller", { status: running ? { availableReplicas: 1 } : {} });
  api.put("/api/v1/nodes/worker-1", { metadata: { labels } });
  return api;
}

const claim = (selected?: string) => ({
  metadata: { annotations: selected === undefined ? {} : { "volume.kubernetes.io/selected-node": selected } },
  spec: { storageClassName: "fast", accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
});

const VOLUME = "/api/v1/persistentvolumes/pvc-uid-data";

test("a claim gets a volume where the scheduler wants it, kept when the claim goes", async () => {
  const api = withDriver();
  api.put(CLAIM, claim());
  await new VolumeProvisioner(api).work();
  expect(api.get(VOLUME)).toBeUndefined();
  api.put(CLAIM, claim("worker-1"));
  await new VolumeProvisioner(api).work();
  expect(api.get(VOLUME)).toMatchObject({
    spec: {
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { name: "data", namespace: "db" },
      csi: { volumeHandle: "lab/pve/local-lvm/uid-data" },
    },
  });
});

test("the scheduler is told of capacity at each place, and of none without a driver that runs", async () => {
  const capacity = "/apis/storage.k8s.io/v1/namespaces/csi/csistoragecapacities/fast-lab-pve";
  const api = withDriver();
  await new VolumeProvisioner(api).work();
  expect(api.get(capacity)).toMatchObject({ storageClassName: "fast", nodeTopology: { matchLabels: PLACE } });
  const still = withDriver({ running: false });
  await new VolumeProvisioner(still).work();
  expect(still.get(capacity)).toBeUndefined();
});

test("a node that does not say where it is gets no volume", async () => {
  const api = withDriver({ labels: {} });
  api.put(CLAIM, claim("worker-1"));
  await new VolumeProvisioner(api).work();
  expect(api.get(VOLUME)).toBeUndefined();
});

test("a volume is attached while its driver runs", async () => {
  const path = "/apis/storage.k8s.io/v1/volumeattachments/one";
  for (const running of [true, false]) {
    const api = withDriver({ running });
    api.put(path, { spec: { attacher: DRIVER } });
    await new VolumeProvisioner(api).work();
    expect((api.get(path)?.["status"] as { attached?: boolean } | undefined)?.attached).toBe(
      running ? true : undefined,
    );
  }
});
