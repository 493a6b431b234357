/** What a field of a document may hold. A record is a struct: fields that are not in it are unknown. */
export type Field = "string" | "number" | "boolean" | "any" | "args" | "map" | readonly [Field] | FieldRecord;
export interface FieldRecord {
  readonly [name: string]: Field;
}

const strings = ["string"] as const;
const endpoint = { advertiseAddress: "string", bindPort: "number" } as const;
const tokens = [
  { token: "string", description: "string", ttl: "string", expires: "string", usages: strings, groups: strings },
] as const;
const taints = [{ key: "string", value: "string", effect: "string", timeAdded: "string" }] as const;
const volumes = [
  { name: "string", hostPath: "string", mountPath: "string", readOnly: "boolean", pathType: "string" },
] as const;
const image = { imageRepository: "string", imageTag: "string" } as const;
const externalEtcd = { endpoints: strings, caFile: "string", certFile: "string", keyFile: "string" } as const;
const networking = { serviceSubnet: "string", podSubnet: "string", dnsDomain: "string" } as const;
const discovery = {
  bootstrapToken: {
    token: "string",
    apiServerEndpoint: "string",
    caCertHashes: strings,
    unsafeSkipCAVerification: "boolean",
  },
  file: { kubeConfigPath: "string" },
  tlsBootstrapToken: "string",
} as const;
const joinControlPlane = { localAPIEndpoint: endpoint, certificateKey: "string" } as const;
const patches = { directory: "string" } as const;
const timeouts = {
  controlPlaneComponentHealthCheck: "string",
  kubeletHealthCheck: "string",
  kubernetesAPICall: "string",
  etcdAPICall: "string",
  tlsBootstrap: "string",
  discovery: "string",
  upgradeManifests: "string",
} as const;
const both = {
  name: "string",
  criSocket: "string",
  taints,
  ignorePreflightErrors: strings,
  imagePullPolicy: "string",
} as const;
const clusterBoth = {
  networking,
  kubernetesVersion: "string",
  controlPlaneEndpoint: "string",
  certificatesDir: "string",
  imageRepository: "string",
  featureGates: "any",
  clusterName: "string",
} as const;

/** v1beta3: extra arguments are maps (cmd/kubeadm/app/apis/kubeadm/v1beta3/types.go). */
const component3 = { extraArgs: "map", extraVolumes: volumes } as const;
const registration3 = { ...both, kubeletExtraArgs: "map" } as const;
const v1beta3: Readonly<Record<string, FieldRecord>> = {
  InitConfiguration: {
    bootstrapTokens: tokens,
    nodeRegistration: registration3,
    localAPIEndpoint: endpoint,
    certificateKey: "string",
    skipPhases: strings,
    patches,
  },
  ClusterConfiguration: {
    ...clusterBoth,
    etcd: {
      local: { ...image, dataDir: "string", extraArgs: "map", serverCertSANs: strings, peerCertSANs: strings },
      external: externalEtcd,
    },
    apiServer: { ...component3, certSANs: strings, timeoutForControlPlane: "string" },
    controllerManager: component3,
    scheduler: component3,
    dns: image,
  },
  JoinConfiguration: {
    nodeRegistration: registration3,
    caCertPath: "string",
    discovery: { ...discovery, timeout: "string" },
    controlPlane: joinControlPlane,
    skipPhases: strings,
    patches,
  },
};

/** v1beta4: extra arguments are lists of name and value (…/v1beta4/types.go). */
const component4 = { extraArgs: "args", extraVolumes: volumes, extraEnvs: ["any"] } as const;
const registration4 = { ...both, kubeletExtraArgs: "args", imagePullSerial: "boolean" } as const;
const v1beta4: Readonly<Record<string, FieldRecord>> = {
  InitConfiguration: {
    ...v1beta3.InitConfiguration,
    dryRun: "boolean",
    nodeRegistration: registration4,
    timeouts,
  },
  ClusterConfiguration: {
    ...clusterBoth,
    etcd: {
      local: {
        ...image,
        dataDir: "string",
        extraArgs: "args",
        extraEnvs: ["any"],
        serverCertSANs: strings,
        peerCertSANs: strings,
      },
      external: externalEtcd,
    },
    apiServer: { ...component4, certSANs: strings },
    controllerManager: component4,
    scheduler: component4,
    dns: { ...image, disabled: "boolean" },
    proxy: { disabled: "boolean" },
    encryptionAlgorithm: "string",
    certificateValidityPeriod: "string",
    caCertificateValidityPeriod: "string",
  },
  JoinConfiguration: {
    dryRun: "boolean",
    nodeRegistration: registration4,
    caCertPath: "string",
    discovery,
    controlPlane: joinControlPlane,
    skipPhases: strings,
    patches,
    timeouts,
  },
  ResetConfiguration: {
    cleanupTmpDir: "boolean",
    certificatesDir: "string",
    criSocket: "string",
    dryRun: "boolean",
    force: "boolean",
    ignorePreflightErrors: strings,
    skipPhases: strings,
    unmountFlags: strings,
    timeouts,
  },
};

export const fieldsByVersion: Readonly<Record<string, Readonly<Record<string, FieldRecord>>>> = { v1beta3, v1beta4 };
