import { randomToken, TOKEN, type BootstrapToken } from "../bootstrap-tokens";
import { documentOf } from "../documents/read-documents";
import { durationOf, listUnder, textOf, type Values } from "../documents/values";
import { ADMIN_CONF } from "../files/kubeconfigs";
import { publicKeyPin } from "../files/pki";
import { KubeadmError } from "../kubeadm-error";
import { connectAsAdmin, type Reached } from "./api-client";
import { readConfigFile } from "./configuration";
import { readFlags, flagValue } from "./flags";
import type { KubeadmRun } from "./run";

const SECRETS = "/api/v1/namespaces/kube-system/secrets?timeout=10s";
const DAY = "24h0m0s";

/** `kubeadm token create|list|delete|generate`. */
export function token(run: KubeadmRun, [verb = "", ...args]: readonly string[]): void {
  if (verb === "generate") return run.say(randomToken());
  if (verb === "create") return create(run, args);
  if (verb === "list") return list(run, args);
  if (verb === "delete") return remove(run, args);
  throw new KubeadmError(
    verb === ""
      ? 'missing subcommand; "kubeadm token" is not meant to be run on its own'
      : `invalid subcommand: "${verb}"`,
  );
}

function create(run: KubeadmRun, args: readonly string[]): void {
  const parsed = readFlags(args, {
    values: ["config", "ttl", "usages", "groups", "description", "certificate-key", "kubeconfig"],
    flags: ["print-join-command"],
  });
  const [text] = parsed.operands;
  if (text !== undefined && !TOKEN.test(text)) throw new KubeadmError(malformed(text));
  const certificateKey = flagValue(parsed, "certificate-key");
  const prints = parsed.flags.has("print-join-command");
  if (certificateKey !== undefined && !prints)
    throw new KubeadmError("cannot use --certificate-key without --print-join-command");
  const reached = connectAsAdmin(run, flagValue(parsed, "kubeconfig") ?? ADMIN_CONF, SECRETS);
  const path = flagValue(parsed, "config");
  const document = path === undefined ? undefined : documentOf(readConfigFile(run, path), "InitConfiguration");
  const [entry] = listUnder<Values>(document ?? {}, "bootstrapTokens");
  const wanted = text ?? textOf(entry ?? {}, "token") ?? randomToken();
  const ttl = flagValue(parsed, "ttl") ?? textOf(entry ?? {}, "ttl") ?? DAY;
  const seconds = durationOf(ttl);
  if (seconds === undefined)
    throw new KubeadmError(`invalid argument "${ttl}" for "--ttl" flag: time: invalid duration "${ttl}"`);
  const usages = flagValue(parsed, "usages")?.split(",");
  reached.kubeadm.tokens.add(wanted, seconds, {
    description: flagValue(parsed, "description") ?? "",
    ...(usages && { usages }),
  });
  run.say(prints ? joinCommand(reached, wanted, certificateKey) : wanted);
}

function joinCommand({ cluster, kubeadm }: Reached, text: string, certificateKey: string | undefined): string {
  const endpoint = kubeadm.configuration?.controlPlaneEndpoint ?? `${cluster.etcd.members[0]?.address ?? ""}:6443`;
  const control = certificateKey === undefined ? "" : `--control-plane --certificate-key ${certificateKey} `;
  return `kubeadm join ${endpoint} --token ${text} --discovery-token-ca-cert-hash ${publicKeyPin(cluster.authorities.ca.pem)} ${control}`;
}

function list(run: KubeadmRun, args: readonly string[]): void {
  const parsed = readFlags(args, { values: ["kubeconfig", "output", "o"], flags: [] });
  const { kubeadm } = connectAsAdmin(run, flagValue(parsed, "kubeconfig") ?? ADMIN_CONF, SECRETS);
  const tokens = kubeadm.tokens.all();
  if (tokens.length === 0) return;
  run.say("TOKEN                     TTL         EXPIRES                USAGES                   DESCRIPTION");
  for (const each of tokens) run.say(row(run, each));
}

function row({ guest }: KubeadmRun, { id, secret, expires, usages, description }: BootstrapToken): string {
  const left = expires === undefined ? "<forever>" : `${Math.floor((expires - guest.time()) / 60)}m`;
  const date = expires === undefined ? "<never>" : new Date(expires * 1000).toISOString().replace(/\.\d+/, "");
  return `${id}.${secret}   ${left.padEnd(9)}   ${date}   ${usages.join(",").padEnd(22)}   ${description || "<none>"}`;
}

function remove(run: KubeadmRun, args: readonly string[]): void {
  const parsed = readFlags(args, { values: ["kubeconfig"], flags: [] });
  const { kubeadm } = connectAsAdmin(run, flagValue(parsed, "kubeconfig") ?? ADMIN_CONF, SECRETS);
  for (const text of parsed.operands) {
    const id = text.split(".")[0] ?? "";
    if (!/^[a-z0-9]{6}$/.test(id))
      throw new KubeadmError(
        'given token didn\'t match pattern "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z" or "\\\\A([a-z0-9]{6})\\\\z"',
      );
    if (!kubeadm.tokens.delete(id))
      throw new KubeadmError(`failed to delete bootstrap token "${id}": secrets "bootstrap-token-${id}" not found`);
    run.say(`bootstrap token "${id}" deleted`);
  }
}

function malformed(text: string): string {
  return `the bootstrap token "${text}" was not of the form "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`;
}
