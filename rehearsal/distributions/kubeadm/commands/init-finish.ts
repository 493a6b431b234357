import { randomBytes } from "node:crypto";
import type { SimulatedCluster } from "../../../cluster/cluster";
import { writeKubeconfig } from "../../../cluster/kubeconfig";
import type { KubeObject } from "../../../cluster/manifests";
import { randomToken, TOKEN } from "../bootstrap-tokens";
import { durationOf, listUnder, textOf, type Values } from "../documents/values";
import { ADMIN_CONF, SUPER_ADMIN_CONF } from "../files/kubeconfigs";
import { publicKeyPin } from "../files/pki";
import { inPhase, KubeadmError } from "../kubeadm-error";
import { kubeadmMinor, since } from "../release";
import { connectAsAdmin, retrying, type Reached, RequestError } from "./api-client";
import type { InitPlan } from "./init-plan";
import { markControlPlane } from "./mark-control-plane";
import type { KubeadmRun } from "./run";
import { uploadCerts } from "./upload-certs";

/** Timeouts.kubernetesAPICall. */
const API_CALL_SECONDS = 60;
const DAY_SECONDS = 24 * 3600;

export interface InitOptions {
  readonly uploadCerts: boolean;
  readonly printToken: boolean;
  readonly printKey: boolean;
}

/** What `init` does once the API answers: all of it through admin.conf, that is through the endpoint. */
export async function finishInit(run: KubeadmRun, plan: InitPlan, options: InitOptions): Promise<void> {
  const reached = await adminClient(run).catch((error: unknown) => {
    throw inPhase("upload-config/kubeadm", error);
  });
  const { cluster, kubeadm } = reached;
  run.say(
    '[upload-config] Storing the configuration used in ConfigMap "kubeadm-config" in the "kube-system" Namespace',
  );
  kubeadm.configuration = plan.configuration;
  putObject(cluster, "ConfigMap", "kube-system", "kubeadm-config");
  run.say(
    '[kubelet] Creating a ConfigMap "kubelet-config" in namespace kube-system with the configuration for the kubelets in the cluster',
  );
  putObject(cluster, "ConfigMap", "kube-system", "kubelet-config", { spec: { kubelet: plan.kubelet ?? {} } });
  if (options.uploadCerts) uploadCerts(run, reached, textOf(plan.init, "certificateKey") ?? newKey(), options.printKey);
  else run.say("[upload-certs] Skipping phase. Please see --upload-certs");
  await run.until(API_CALL_SECONDS, () => cluster.nodes.has(plan.registration.name));
  markControlPlane(run, cluster, plan.registration);
  const tokens = bootstrapTokens(plan.init).map(({ token, ttl }) => kubeadm.tokens.add(token, ttl));
  if (options.printToken)
    run.say(`[bootstrap-token] Using token: ${tokens.map(({ id, secret }) => `${id}.${secret}`).join(" ")}`);
  run.say("[bootstrap-token] Configuring bootstrap tokens, cluster-info ConfigMap, RBAC Roles");
  const kubeconfig = kubeconfigOfNobody(cluster, plan.endpoint);
  putObject(cluster, "ConfigMap", "kube-public", "cluster-info", { data: { kubeconfig } });
  addons(run, cluster, plan);
  const [first] = tokens;
  if (options.printToken && first) sayJoinCommand(run, plan, cluster, `${first.id}.${first.secret}`);
}

/** Binds the administrators' group with super-admin.conf, as only that one may (EnsureAdminClusterRoleBinding). */
async function adminClient(run: KubeadmRun): Promise<Reached> {
  const path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings?timeout=10s";
  if (kubeadmMinor(run.version) >= since.superAdmin) {
    try {
      const { kubeadm } = await retrying(run, API_CALL_SECONDS, () => connectAsAdmin(run, SUPER_ADMIN_CONF, path));
      kubeadm.adminsBound = true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      const request = error.message.replace(/^Get/, "Post");
      throw new KubeadmError(
        `could not bootstrap the admin user in file admin.conf: unable to create ClusterRoleBinding: ${request}`,
      );
    }
  }
  return connectAsAdmin(run, ADMIN_CONF, path);
}

interface WantedToken {
  readonly token: string;
  readonly ttl: number;
}

/** A token of a day where the document names none; without a text of its own it gets a random one. */
function bootstrapTokens(init: Values): readonly WantedToken[] {
  const given = listUnder<Values>(init, "bootstrapTokens");
  return (given.length > 0 ? given : [{}]).map((entry) => {
    const token = textOf(entry, "token") ?? randomToken();
    if (!TOKEN.test(token))
      throw new KubeadmError(
        `the bootstrap token "${token}" was not of the form "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`,
      );
    const ttl = textOf(entry, "ttl");
    return { token, ttl: ttl === undefined ? DAY_SECONDS : (durationOf(ttl) ?? DAY_SECONDS) };
  });
}

function addons(run: KubeadmRun, cluster: SimulatedCluster, { configuration, endpoint }: InitPlan): void {
  if (!configuration.dnsDisabled) {
    putObject(cluster, "Deployment", "kube-system", "coredns");
    run.say("[addons] Applied essential addon: CoreDNS");
  }
  if (!configuration.proxyDisabled) {
    const data = { "kubeconfig.conf": kubeconfigOfNobody(cluster, endpoint) };
    putObject(cluster, "ConfigMap", "kube-system", "kube-proxy", { data });
    putObject(cluster, "DaemonSet", "kube-system", "kube-proxy");
    run.say("[addons] Applied essential addon: kube-proxy");
  }
  cluster.settle();
}

function putObject(
  cluster: SimulatedCluster,
  kind: string,
  namespace: string,
  name: string,
  content: Pick<KubeObject, "spec" | "data"> = {},
): void {
  const apiVersion = kind === "ConfigMap" ? "v1" : "apps/v1";
  cluster.manifests.put({ apiVersion, kind, metadata: { name, namespace }, ...content });
}

/** Where the API is and whom to trust; whoever reads it has credentials of its own. */
function kubeconfigOfNobody({ authorities }: SimulatedCluster, server: string): string {
  return writeKubeconfig({ server, cluster: "", user: "" }, authorities.ca.pem, { token: "" });
}

function sayJoinCommand(run: KubeadmRun, plan: InitPlan, cluster: SimulatedCluster, token: string): void {
  run.say("\nYour Kubernetes control-plane has initialized successfully!\n");
  run.say("Then you can join any number of worker nodes by running the following on each as root:\n");
  run.say(
    `kubeadm join ${plan.endpoint.replace("https://", "")} --token ${token} \\\n\t--discovery-token-ca-cert-hash ${publicKeyPin(cluster.authorities.ca.pem)} `,
  );
}

function newKey(): string {
  return randomBytes(32).toString("hex");
}
