import { TEST_CA } from "./kubeadm-inputs";

/** What a resource of each type gives back beside its inputs. */
export type OutputsOf = Readonly<
  Record<string, (name: string, inputs: Readonly<Record<string, unknown>>) => Record<string, unknown>>
>;

/** A type that is not listed is a mistake of the program or of this table. */
export const outputsOf: OutputsOf = {
  "pulumi:providers:proxmoxve": () => ({}),
  "pulumi:index:Stash": () => ({}),
  "proxmoxve:index/vmLegacy:VmLegacy": () => ({}),
  "proxmoxve:index/fileLegacy:FileLegacy": () => ({}),
  "proxmoxve:download/file:File": () => ({}),
  "proxmoxve:hardware/mapping/pci:Pci": () => ({}),
  "proxmoxve:network/linux/bridge:Bridge": () => ({}),
  "proxmoxve:index/roleLegacy:RoleLegacy": () => ({}),
  "proxmoxve:index/userLegacy:UserLegacy": () => ({}),
  "proxmoxve:user/token:Token": (_, { userId, tokenName }) => ({
    value: `${String(userId)}!${String(tokenName)}=01234567-89ab-cdef-0123-456789abcdef`,
  }),
  "command:local:Command": (name) => ({
    stdout: name.endsWith("-init") ? "ca-hash\n" : name.endsWith("-kubeconfig") ? serverKubeconfig : "",
    stderr: "",
  }),
  "tls:index/locallySignedCert:LocallySignedCert": (name) => ({ certPem: `certificate of ${name}` }),
  "tls:index/certRequest:CertRequest": (name) => ({ certRequestPem: `request of ${name}` }),
  "tls:index/privateKey:PrivateKey": (name) => ({
    privateKeyPem: `pem of ${name}`,
    privateKeyOpenssh: `private key of ${name}`,
    publicKeyOpenssh: `ssh-ed25519 ${name}\n`,
  }),
  "pulumi:providers:kubernetes": () => ({}),
  "kubernetes:scheduling.k8s.io/v1:PriorityClass": () => ({}),
  "kubernetes:core/v1:Namespace": () => ({}),
  "kubernetes:core/v1:Secret": () => ({}),
  "kubernetes:core/v1:LimitRange": () => ({}),
  "kubernetes:core/v1:ResourceQuota": () => ({}),
  "kubernetes:helm.sh/v3:Release": () => ({}),
  "kubernetes:core/v1:ConfigMap": () => ({}),
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy": () => ({}),
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding": () => ({}),
  "tls:index/selfSignedCert:SelfSignedCert": () => ({ certPem: TEST_CA }),
};

const serverKubeconfig = `apiVersion: v1
kind: Config
clusters:
  - name: default
    cluster: {server: "https://127.0.0.1:6443", certificate-authority-data: ${Buffer.from(TEST_CA).toString("base64")}}
contexts: [{name: default, context: {cluster: default, user: default}}]
current-context: default
users: [{name: default, user: {}}]
`;
