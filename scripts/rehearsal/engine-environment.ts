import { randomBytes } from "node:crypto";
import { delimiter, join, relative } from "node:path";

export interface EnvironmentOptions {
  /** The checkout, where the program is. */
  readonly repository: string;
  readonly directory: string;
  readonly stateDirectory: string;
  /** For temporary files; the machine's own folder for them is open to everybody and outlives the run. */
  readonly temporary: string;
  /** What the toolchain adds: where the command line and its plugins are. */
  readonly env: Readonly<Record<string, string>>;
  readonly trapUrl: string;
  /** What share of its usual patience a step has with machines (steps/patience.ts). */
  readonly stepPace: number;
  /** Folder of the programs that stand in for the operator's, and the variables they need. */
  readonly standIns?: { readonly folder: string; readonly variables: Readonly<Record<string, string>> };
}

/**
 * Of the caller's own variables, only these: anything else might lead to the user's files, credentials or hosts. The last
 * two say what somebody did by hand.
 */
const inherited = [
  "PATH",
  "LANG",
  "LC_ALL",
  "GOMAXPROCS",
  "GOGC",
  "NODE_COMPILE_CACHE",
  "HOMELAB_UPGRADED",
  "HOMELAB_API_MOVED",
];

/** The variables with which every engine command of a rehearsal runs. */
export function engineEnvironment(options: EnvironmentOptions): Record<string, string> {
  const { repository, directory, stateDirectory, temporary, env, trapUrl, standIns } = options;
  const own = inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []));
  return {
    ...Object.fromEntries(own),
    ...env,
    ...(standIns && {
      ...standIns.variables,
      PATH: [standIns.folder, env.PATH ?? process.env.PATH ?? ""].join(delimiter),
    }),
    // The provider writes host keys it meets into ~/.ssh/known_hosts.
    HOME: join(directory, "home"),
    TMPDIR: temporary,
    PULUMI_BACKEND_URL: `file://${stateDirectory}`,
    PULUMI_CONFIG_PASSPHRASE: randomBytes(18).toString("base64url"),
    PULUMI_SKIP_UPDATE_CHECK: "1",
    // As docs/tasks/beside-others.md has a person set it: whoever types `pulumi destroy` has the program look first.
    PULUMI_RUN_PROGRAM: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "1",
    SSL_CERT_FILE: join(directory, "ca.pem"),
    // Stand-ins, which no real run may find; the path is one from the program's folder.
    HOMELAB_CHARTS: relative(repository, join(directory, "charts")),
    HOMELAB_STEP_PACE: String(options.stepPace),
    HTTPS_PROXY: trapUrl,
    HTTP_PROXY: trapUrl,
    NO_PROXY: "127.0.0.1,localhost,::1",
  };
}
