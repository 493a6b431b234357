import * as pulumi from "@pulumi/pulumi";
import type { AskApi } from "../ask-api";

/** A preview only looks; a change leaves a VIP time to move and a server time to restart. */
const PATIENCE_MS = { preview: 5_000, up: 30_000 };

/**
 * The kubeconfig of an API server that answers. If it does not, the plugin reports the Go client's error for each object, or
 * nothing if no object changes. So we ask first: a preview warns, as it may be part of the repair; an update that would
 * change objects stops here. `joined` resolves once every control plane has: this run may have restarted them.
 */
export function answeringKubeconfig(
  name: string,
  kubeconfig: pulumi.Output<string>,
  { joined, ask }: { readonly joined: pulumi.Output<unknown>; readonly ask: AskApi },
): pulumi.Output<string> {
  if (pulumi.runtime.isDryRun())
    return kubeconfig.apply(async (text) => {
      const why = await ask(text, PATIENCE_MS.preview);
      if (why !== undefined) void pulumi.log.warn(previewedBlindly(name, why));
      return text;
    });
  return pulumi.all([kubeconfig, joined]).apply(async ([text]) => {
    const why = await ask(text, PATIENCE_MS.up);
    if (why !== undefined) throw new pulumi.RunError(unanswered(name, why));
    return text;
  });
}

const previewedBlindly = (name: string, why: string): string =>
  `platform: the API server of ${name} does not answer, got ${why}: this preview compares the stack file with what was stored ` +
  'of the platform, and "unchanged" says nothing about the cluster; what is to be changed there fails until it answers';

const unanswered = (name: string, why: string): string =>
  `platform: the API server of ${name} does not answer within ${PATIENCE_MS.up / 1000} s, got ${why}, must answer before ` +
  "anything on the cluster is changed; nothing of the platform was touched: look at the control planes " +
  "(docs/tasks/after-a-failed-run.md), and run up again once `kubectl get --raw /readyz` says ok";
