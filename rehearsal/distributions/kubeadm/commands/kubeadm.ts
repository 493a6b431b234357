import { randomBytes } from "node:crypto";
import { versionOfBinary } from "../../../guests/packages/deb-package";
import { packagedProgram, type Outcome, type Program } from "../../../guests/program";
import type { Clusters } from "../../../cluster/clusters";
import { controlPlaneImages } from "../images";
import { KubeadmError, lastWords } from "../kubeadm-error";
import { readConfigFile } from "./configuration";
import { readFlags, flagValue } from "./flags";
import { init } from "./init";
import { apiServerCertificatePhase, uploadConfigPhase } from "./init-phases";
import { join } from "./join";
import { reset } from "./reset";
import { Killed, makeRun, type KubeadmRun, type Said } from "./run";
import { token } from "./token";
import { uploadCertsPhase } from "./upload-certs";

/** kubeadm as its package brings it; words and rules follow the installed release. */
export function kubeadmProgram(clusters: Clusters): Program {
  return packagedProgram("kubeadm", async (args, process): Promise<Outcome> => {
    const installed = versionOfBinary(process.guest.tree.read("/usr/bin/kubeadm")) ?? "";
    const version = `v${installed.replace(/-.*$/, "")}`;
    const said: Said = { stdout: "", stderr: "" };
    try {
      await dispatch(makeRun(process, clusters, version, said), args);
      return said;
    } catch (error) {
      if (error instanceof Killed) return { ...said, exitCode: 130 };
      if (!(error instanceof KubeadmError)) throw error;
      const { stderr, exitCode } = lastWords(error, version);
      return { stdout: said.stdout, stderr: said.stderr + stderr, exitCode };
    }
  });
}

async function dispatch(run: KubeadmRun, [command = "", ...args]: readonly string[]): Promise<void> {
  switch (command) {
    case "init":
      return args[0] === "phase" ? initPhase(run, args.slice(1)) : init(run, args);
    case "join":
      return join(run, args);
    case "reset":
      return reset(run, args);
    case "token":
      return token(run, args);
    case "config":
      return config(run, args);
    case "certs":
      if (args[0] === "certificate-key") return run.say(randomBytes(32).toString("hex"));
      throw new KubeadmError(`the rehearsal's kubeadm does not know "certs ${args[0] ?? ""}"`);
    case "version":
      return sayVersion(run, args);
    default:
      throw new KubeadmError(`unknown command "${command}" for "kubeadm"`);
  }
}

function initPhase(run: KubeadmRun, [name = "", ...args]: readonly string[]): Promise<void> {
  if (name === "upload-certs") return uploadCertsPhase(run, args);
  if (name === "certs" && args[0] === "apiserver") return apiServerCertificatePhase(run, args.slice(1));
  if (name === "upload-config" && args[0] === "kubeadm") return uploadConfigPhase(run, args.slice(1));
  throw new KubeadmError(`the rehearsal's kubeadm does not know "init phase ${name}"`);
}

/** `kubeadm config validate --config FILE`, where unknown fields are errors, and `kubeadm config images list`. */
function config(run: KubeadmRun, [verb = "", ...args]: readonly string[]): void {
  if (verb === "images" && args[0] === "list") return listImages(run, args.slice(1));
  if (verb !== "validate") throw new KubeadmError(`the rehearsal's kubeadm does not know "config ${verb}"`);
  const path = flagValue(readFlags(args, { values: ["config"], flags: [] }), "config");
  if (path === undefined) throw new KubeadmError("the --config flag is mandatory");
  readConfigFile(run, path, true);
  run.say("ok");
}

/** Without a version it would ask the internet for the newest. */
function listImages(run: KubeadmRun, args: readonly string[]): void {
  const version = flagValue(readFlags(args, { values: ["kubernetes-version"], flags: [] }), "kubernetes-version");
  if (version === undefined) throw new KubeadmError(`the rehearsal's kubeadm lists images of a version only`);
  for (const image of controlPlaneImages(version)) run.say(image);
}

function sayVersion({ version, say }: KubeadmRun, args: readonly string[]): void {
  const parsed = readFlags(args, { values: ["o", "output"], flags: [] });
  if ((flagValue(parsed, "o") ?? flagValue(parsed, "output")) === "short") return say(version);
  const minor = version.split(".")[1] ?? "";
  say(`kubeadm version: &version.Info{Major:"1", Minor:"${minor}", GitVersion:"${version}", Platform:"linux/amd64"}`);
}
