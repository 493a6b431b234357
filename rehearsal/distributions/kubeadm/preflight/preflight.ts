import { keepImage, pullTrouble } from "../../../guests/containerd/images";
import { KubeadmError } from "../kubeadm-error";
import { runtimeTrouble } from "../node/kubelet-settings";
import { kubeadmMinor, since } from "../release";
import type { CheckContext, Finding } from "./check";

const HEAD = "[preflight] Some fatal errors occurred:";
const FOOT =
  "[preflight] If you know what you are doing, you can make a check non-fatal with `--ignore-preflight-errors=...`";

/** First of all, alone: only root may go on. */
export function checkRoot({ run }: CheckContext): readonly Finding[] {
  if (run.process.user.uid === 0) return [];
  return [{ check: "IsPrivilegedUser", level: "error", message: "user is not running as root" }];
}

/** Shows warnings, and fails with every error at once; checks that are to be ignored only warn. */
export function judgeFindings({ run, registration }: CheckContext, findings: readonly Finding[]): void {
  const { ignored } = registration;
  const isIgnored = ({ check }: Finding): boolean => ignored.includes("all") || ignored.includes(check.toLowerCase());
  const errors = findings.filter((finding) => finding.level === "error" && !isIgnored(finding));
  for (const finding of findings)
    if (!errors.includes(finding)) run.complain(`\t[WARNING ${finding.check}]: ${finding.message}`);
  if (errors.length === 0) return;
  const list = errors.map(({ check, message }) => `\t[ERROR ${check}]: ${message}\n`).join("");
  fail(run, list);
}

/** Those that are missing are pulled by the container runtime, from the internet. */
export async function pullImages(
  { run, registration }: CheckContext,
  missing: readonly string[],
  ms: number,
): Promise<void> {
  const { guest, version } = run;
  run.say("[preflight] Pulling images required for setting up a Kubernetes cluster");
  run.say("[preflight] This might take a minute or two, depending on the speed of your internet connection");
  const beforehand = kubeadmMinor(version) < since.runtimeApi ? "in beforehand" : "beforehand";
  run.say(`[preflight] You can also perform this action ${beforehand} using 'kubeadm config images pull'`);
  const trouble = runtimeTrouble(guest, registration.criSocket);
  if (trouble !== undefined && kubeadmMinor(version) >= since.runtimeApi)
    fail(run, `failed to create new CRI runtime service: ${trouble}`);
  for (const image of missing) {
    const why = pullTrouble(guest, image);
    if (why !== undefined) fail(run, `\t[ERROR ImagePull]: failed to pull image ${image}: ${why}\n`);
  }
  await run.work(ms);
  for (const image of missing) keepImage(guest, image);
}

function fail(run: CheckContext["run"], list: string): never {
  if (kubeadmMinor(run.version) < since.newWords) throw new KubeadmError(`${HEAD}\n${list}${FOOT}`);
  run.complain(`${HEAD}\n${list}${FOOT}`);
  throw new KubeadmError("preflight checks failed");
}
