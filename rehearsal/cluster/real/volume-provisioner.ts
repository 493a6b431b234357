import type { ApiObject } from "../../real-kubernetes";
import { metaOf, must, type ApiClient, type ObjectMeta } from "./api-client";

const STORAGE = "/apis/storage.k8s.io/v1";
const REGION = "topology.kubernetes.io/region";
const ZONE = "topology.kubernetes.io/zone";
/** Where the scheduler wants a volume (external-provisioner, and the scheduler's VolumeBinding). */
const SELECTED = "volume.kubernetes.io/selected-node";
/** Who installed it, as Helm notes it down. */
const RELEASE = "meta.helm.sh/release-namespace";
const CAPACITY = "500Gi";

interface StorageClass {
  readonly metadata: ObjectMeta;
  readonly provisioner: string;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

interface Claim {
  readonly metadata: ObjectMeta & { readonly namespace: string };
  readonly spec: {
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly accessModes: readonly string[];
    readonly resources: { readonly requests: { readonly storage: string } };
  };
}

interface Driver {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly attachRequired?: boolean; readonly storageCapacity?: boolean };
}

type Place = Readonly<Record<string, string>>;

/**
 * CSI drivers as far as clients of the API see them: while a driver's controller runs, claims of its classes get volumes where
 * the scheduler wants them, and volumes are attached. A driver that keeps volumes by place makes none for a node that does not
 * say where it is.
 */
export class VolumeProvisioner {
  private readonly api: Pick<ApiClient, "ask">;

  constructor(api: Pick<ApiClient, "ask">) {
    this.api = api;
  }

  async work(): Promise<void> {
    const classes = await this.list<StorageClass>(`${STORAGE}/storageclasses`);
    if (classes.length === 0) return;
    const drivers = await this.running();
    const served = classes.filter(({ provisioner }) => drivers.has(provisioner));
    for (const one of served) await this.tellCapacity(one, drivers.get(one.provisioner) as Driver);
    await this.provision(served, drivers);
    await this.attach(drivers);
  }

  /** Drivers by their names, of those whose controllers run. */
  private async running(): Promise<ReadonlyMap<string, Driver>> {
    const all = await this.list<Driver>(`${STORAGE}/csidrivers`);
    const found = await Promise.all(
      all.map(async (driver) => ((await this.hasController(driver)) ? [[driver.metadata.name, driver] as const] : [])),
    );
    return new Map(found.flat());
  }

  private async hasController({ metadata: { annotations } }: Driver): Promise<boolean> {
    const namespace = annotations?.[RELEASE];
    if (namespace === undefined) return false;
    const all = await this.list<{ status?: { availableReplicas?: number } }>(
      `/apis/apps/v1/namespaces/${namespace}/deployments`,
    );
    return all.some(({ status }) => (status?.availableReplicas ?? 0) > 0);
  }

  /** The scheduler puts no pod where it is told of no capacity. */
  private async tellCapacity({ metadata: { name }, volumeBindingMode }: StorageClass, driver: Driver): Promise<void> {
    if (driver.spec.storageCapacity !== true || volumeBindingMode !== "WaitForFirstConsumer") return;
    const namespace = driver.metadata.annotations?.[RELEASE] ?? "";
    for (const place of await this.places()) {
      const object = {
        apiVersion: "storage.k8s.io/v1",
        kind: "CSIStorageCapacity",
        metadata: { name: `${name}-${Object.values(place).join("-")}`.toLowerCase() },
        storageClassName: name,
        nodeTopology: { matchLabels: place },
        capacity: CAPACITY,
      };
      await must(this.api, ["POST", `${STORAGE}/namespaces/${namespace}/csistoragecapacities`, object], 409);
    }
  }

  private async places(): Promise<readonly Place[]> {
    const nodes = await this.list<{ metadata: ObjectMeta }>("/api/v1/nodes");
    const all = nodes.map(({ metadata }) => placeOf(metadata)).filter((place) => place !== undefined);
    return [...new Map(all.map((place) => [JSON.stringify(place), place])).values()];
  }

  private async provision(classes: readonly StorageClass[], drivers: ReadonlyMap<string, Driver>): Promise<void> {
    for (const claim of await this.list<Claim>("/api/v1/persistentvolumeclaims")) {
      const { volumeName, storageClassName } = claim.spec;
      const found = classes.find(({ metadata }) => metadata.name === storageClassName);
      if (volumeName !== undefined || found === undefined) continue;
      const isByPlace = drivers.get(found.provisioner)?.spec.storageCapacity === true;
      const place = isByPlace ? await this.placeFor(claim) : {};
      if (place !== undefined) await this.make(claim, found, place);
    }
  }

  /** Where its pod goes; undefined while nobody knows, and of a node that does not say where it is. */
  private async placeFor({ metadata }: Claim): Promise<Place | undefined> {
    const node = metadata.annotations?.[SELECTED];
    if (node === undefined) return undefined;
    const found = await must(this.api, ["GET", `/api/v1/nodes/${node}`], 404);
    return found["kind"] === "Status" ? undefined : placeOf(metaOf(found));
  }

  private async make(claim: Claim, of: StorageClass, place: Place): Promise<void> {
    const { name, namespace, uid = "" } = claim.metadata;
    const expressions = Object.entries(place).map(([key, value]) => ({ key, operator: "In", values: [value] }));
    const volume = {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: `pvc-${uid}`, annotations: { "pv.kubernetes.io/provisioned-by": of.provisioner } },
      spec: {
        capacity: { storage: claim.spec.resources.requests.storage },
        accessModes: claim.spec.accessModes,
        storageClassName: of.metadata.name,
        persistentVolumeReclaimPolicy: of.reclaimPolicy ?? "Delete",
        claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
        csi: {
          driver: of.provisioner,
          volumeHandle: [...Object.values(place), of.parameters?.["storage"], uid].join("/"),
        },
        ...(expressions.length > 0 && {
          nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: expressions }] } },
        }),
      },
    };
    await must(this.api, ["POST", "/api/v1/persistentvolumes", volume], 409);
  }

  private async attach(drivers: ReadonlyMap<string, Driver>): Promise<void> {
    const all = await this.list<{ metadata: ObjectMeta; spec: { attacher: string }; status?: { attached?: boolean } }>(
      `${STORAGE}/volumeattachments`,
    );
    for (const { metadata, spec, status } of all)
      if (drivers.has(spec.attacher) && status?.attached !== true) {
        const path = `${STORAGE}/volumeattachments/${metadata.name}/status`;
        await must(this.api, ["PATCH", path, { status: { attached: true } }], 404);
      }
  }

  private async list<T>(path: string): Promise<readonly T[]> {
    const { items } = (await must(this.api, ["GET", path])) as unknown as { items: readonly (T & ApiObject)[] };
    return items;
  }
}

function placeOf({ labels }: ObjectMeta): Place | undefined {
  const [region, zone] = [labels?.[REGION], labels?.[ZONE]];
  return region === undefined || zone === undefined ? undefined : { [REGION]: region, [ZONE]: zone };
}
