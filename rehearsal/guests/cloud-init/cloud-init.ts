import { account } from "../accounts";
import type { LinuxGuest } from "../guest";
import { loginEnvironment, type ShellSession } from "../shell/session";
import { runShell } from "../shell/shell";
import { readCloudInitDocuments, type CloudConfig, type Documents, type CloudInitDrive } from "./documents";
import type { Module, ModuleContext } from "./module";
import { packagesModule } from "./modules/packages";
import { sshKeys } from "./modules/ssh";
import { bootcmd, etcHosts, keyboard, localeModule, runcmd, setHostname, timezone } from "./modules/system";
import { setPasswords, usersGroups } from "./modules/users";
import { writeFiles, writeFilesDeferred } from "./modules/write-files";
import { schemaComplaints } from "./schema";

/** Modules in the order of Ubuntu 24.04's and Debian 12's /etc/cloud/cloud.cfg. The first stage is over before sshd starts. */
export const stages: Readonly<Record<"init" | "config" | "final", readonly Module[]>> = {
  init: [bootcmd, writeFiles, setHostname, etcHosts, usersGroups, sshKeys],
  config: [keyboard, localeModule, setPasswords, timezone],
  final: [packagesModule, writeFilesDeferred, runcmd],
};

/** Whose journal the output of what it runs goes to. */
const UNIT = "cloud-final.service";

const INSTANCE = "/var/lib/cloud/data/instance-id";

/** One boot's run of cloud-init on a machine. */
export class CloudInit {
  readonly fresh: boolean;
  private readonly guest: LinuxGuest;
  private readonly documents: Documents;

  constructor(guest: LinuxGuest, drive: CloudInitDrive) {
    this.guest = guest;
    this.documents = readCloudInitDocuments(drive);
    this.fresh = guest.tree.read(INSTANCE)?.trim() !== this.documents.instanceId;
    guest.tree.write(INSTANCE, `${this.documents.instanceId}\n`);
    if (this.fresh) {
      guest.tree.remove("/var/lib/cloud/instance/sem");
      this.complain();
    }
  }

  async run(stage: keyof typeof stages): Promise<void> {
    for (const module of stages[stage]) {
      if (module.frequency === "instance" && !this.fresh) continue;
      try {
        await module.run(this.context());
      } catch (error) {
        this.guest.cloudInit.errors.push(
          `('${module.name}', ${error instanceof Error ? error.message : String(error)})`,
        );
      }
    }
  }

  private complain(): void {
    const { cloudInit, image } = this.guest;
    cloudInit.recoverable.push(
      ...(image.cloudInit.warnsByStatus ? deprecations(this.documents.config) : []),
      ...this.documents.warnings,
      ...schemaComplaints(this.documents.config),
      ...this.documents.errors,
    );
  }

  private context(): ModuleContext {
    const { guest } = this;
    return {
      guest,
      config: this.documents.config,
      run: async (script) => {
        const root = account(guest.tree, "root");
        if (!root) throw new Error("no root in /etc/passwd");
        const session: ShellSession = { guest, argv: [], signal: guest.power };
        const result = await runShell(session, root, script, { env: loginEnvironment(root), cwd: "/" });
        guest.context.events.emit({ kind: "service", machine: guest.name, unit: UNIT, argv: session.argv });
        this.log(result.stdout + result.stderr);
        return result;
      },
    };
  }

  private log(output: string): void {
    const path = "/var/log/cloud-init-output.log";
    this.guest.tree.write(path, (this.guest.tree.read(path) ?? "") + output);
    this.guest.journal.write(UNIT, output);
  }
}

/** What Proxmox writes is of an older form; as Debian 13 said at a real first boot (tests/conformance/first-boot). */
function deprecations({ user }: CloudConfig): string[] {
  if (typeof user !== "string") return [];
  return ["'user' of type string is deprecated in 22.2 and scheduled to be removed in 27.2. Use 'users' list instead."];
}
