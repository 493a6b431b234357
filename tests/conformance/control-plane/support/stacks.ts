import { join } from "node:path";
import type { KubeadmPlan } from "../../../../distributions/kubeadm/plan";
import { planFor } from "../../../../distributions/registry";
import { loadStackFile } from "../../../../stack/load-stack-file";
import { parseConfig } from "../../../../stack/parse";
import { plan } from "../../../../stack/plan";
import { stackFileOf } from "../../../../scripts/stack-files";
import { fixtures, patched, type Raw } from "../../../model/stack-fixtures";
import { asgardSections } from "../../../support/asgard";

/** Addresses for documentation, which nobody has: nothing here could ever reach a machine of a stack. */
const WIRE = "192.0.2.";

function moved(raw: Raw, prefix: string): Raw {
  return JSON.parse(JSON.stringify(raw).replaceAll(prefix, WIRE)) as Raw;
}

const highlyAvailable = (): Raw => loadStackFile(join(__dirname, "../../../engine/stacks/Pulumi.kubeadm-ha.yaml")).raw;

/** Three control planes of kubeadm behind a VIP, with an audit log. */
export function kubeadmStack(version: string): KubeadmPlan {
  const sections = patched(moved(highlyAvailable(), "10.30.20."), { cluster: { version } });
  return planFor("kubeadm", plan(parseConfig(sections), "kubeadm-ha"));
}

/** pc-tips: Talos with everything of Cilium that the program asks for. */
export const talosStack = planFor("talos", plan(parseConfig(loadStackFile(stackFileOf("pc-tips")).raw), "pc-tips"));

/** asgard: three servers of RKE2 behind a VIP. */
export const rke2Stack = planFor("rke2", plan(parseConfig(moved(asgardSections(), "10.10.10.")), "asgard"));

/** Three servers of k3s with Cilium, Hubble and a pool. */
export const k3sStack = planFor("k3s", plan(parseConfig(k3sWithCilium()), "k3s"));

function k3sWithCilium(): Raw {
  const fixture = fixtures("valid").find(({ name }) => name === "k3s-cilium");
  if (!fixture) throw new Error("no fixture k3s-cilium");
  return fixture.read();
}
