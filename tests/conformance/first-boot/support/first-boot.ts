import ssh2 from "ssh2";
import { KERNEL_MODULES, sysctlFile } from "../../../../model/render/kernel-settings";
import { askAgent } from "./guest-agent";
import { login } from "./guest-shell";
import type { Trial } from "./machine-under-test";
import { bootedRelease } from "./systems";

const FILE = "--file /tmp/broken";

/** What a machine must be after its first boot, whatever it becomes later. */
export function firstBootTests({ get, machine, it }: Trial): void {
  const read = (command: string): Promise<string> => get().shell.read(command);
  const lines = async (command: string): Promise<string[]> => (await read(command)).trim().split("\n");

  it("finishes cloud-init without an error", async () => {
    const { code, stdout } = await get().shell.run("sudo -n cloud-init status --wait --long");
    expect(stdout).toContain("status: done");
    if (bootedRelease(machine().stack) === "12") {
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/error/i);
    } else {
      // Newer releases count as a warning what Proxmox writes: `user: NAME`.
      expect([code, stdout]).toEqual([2, expect.stringContaining("errors: []")]);
      const warnings = stdout.match(/^\t- .*$/gm) ?? [];
      expect(warnings.length).toBeGreaterThan(0);
      for (const one of warnings) expect(one).toContain("'user' of type string is deprecated");
    }
    expect(await read("systemctl list-units --failed --plain --no-legend")).toBe("");
  });

  it("finds its documents on the CD drive at the end of virtio-scsi", async () => {
    expect(await read("readlink -f /sys/class/block/sr0")).toMatch(/virtio\d+\/host\d+\/target\d+:0:0\/\d+:0:0:30\//);
    expect(await read("sudo -n cloud-init query subplatform")).toContain("(/dev/sr0)");
  });

  it("has the planned name and address", async () => {
    const { plan } = machine();
    expect(await read("hostname")).toBe(`${plan.name}\n`);
    expect(await read("ip -4 -o address show eth0")).toContain(` ${plan.address}/${plan.prefixLength} `);
    expect(await read("ip -4 route show default")).toContain(`default via ${plan.gateway} dev eth0`);
    expect(await read("resolvectl dns eth0")).toContain(plan.dns.join(" "));
  });

  it("has the planned locale, keyboard and time zone", async () => {
    const { locale, keyboard, timezone } = machine().stack.os;
    expect(await read("echo $LANG")).toBe(`${locale}\n`);
    expect(await read("locale -a")).toContain(locale.replace("UTF-8", "utf8"));
    expect(await read(". /etc/default/keyboard && echo $XKBLAYOUT")).toBe(`${keyboard}\n`);
    expect(await read("timedatectl show -p Timezone --value")).toBe(`${timezone}\n`);
  });

  it("has every package", async () => {
    const wanted = ["qemu-guest-agent", "ca-certificates", "curl", ...machine().stack.os.packages];
    const states = await lines(`dpkg-query -W -f '\${Status}\\n' ${wanted.join(" ")}`);
    expect(states).toEqual(wanted.map(() => "install ok installed"));
  });

  it("has the kernel settings that containers need", async () => {
    await read(`ls -d ${KERNEL_MODULES.map((name) => `/sys/module/${name}`).join(" ")}`);
    const settings = sysctlFile().trim().split("\n");
    const names = settings.map((line) => line.split(" = ")[0] ?? "");
    expect(await lines(`sudo -n sysctl ${names.join(" ")}`)).toEqual(settings);
  });

  it("answers the hypervisor through the guest agent", async () => {
    expect(await askAgent(get().vm.agentSocket, "guest-ping")).toEqual({ return: {} });
  });

  it("listens for SSH on the planned port and no other", async () => {
    const sockets = await lines("sudo -n ss -Hltnp");
    const sshd = sockets.filter((line) => line.includes("sshd")).map((line) => line.split(/\s+/)[3]);
    const { sshPort } = machine().stack.access;
    expect(sshd.sort()).toEqual([`0.0.0.0:${sshPort}`, `[::]:${sshPort}`]);
    expect(/:22\s/.test(sockets.join("\n"))).toBe(sshPort === 22);
  });

  it("presents its own host key: a client that expects another one disconnects", async () => {
    const other = ssh2.utils.generateKeyPairSync("ed25519").public.split(" ")[1];
    const hostVerifier = (key: Buffer) => key.toString("base64") === other;
    await expect(login(get().vm, { hostVerifier })).rejects.toThrow("Host denied");
  });

  it("permits login only to its user, by key", async () => {
    const { vm } = get();
    expect(await read("id -un && sudo -n id -un")).toBe(`${machine().stack.access.user}\nroot\n`);
    await expect(login(vm, { username: "root" })).rejects.toThrow("authentication methods failed");
    let offered: unknown;
    const authHandler = ((methods: string[] | null, _partial: boolean, next: (method: string | false) => void) => {
      offered = methods;
      next(methods === null ? "none" : false);
    }) as unknown as ssh2.AuthHandlerMiddleware;
    await expect(login(vm, { authHandler })).rejects.toThrow("authentication methods failed");
    expect(offered).toEqual(["publickey"]);
  });

  it("keeps its private host key readable by root only", async () => {
    const piece = machine().hostKeyPrivate.split("\n")[2] ?? "";
    const search = "find /etc /run /var -xdev -type f -perm -o=r -exec grep -lF -f - {} +";
    expect((await get().shell.run(`cat >/tmp/piece; sudo -n ${search} </tmp/piece; rm /tmp/piece`, piece)).stdout).toBe(
      "",
    );
    expect(await read("sudo -n stat -c %a /etc/ssh/ssh_host_ed25519_key")).toBe("600\n");
  });

  it("would have reported a document with an impossible request", async () => {
    const broken = "#cloud-config\ntimezone: Europe/Nifelheim\n";
    // Newer releases of cloud-init take the file after the verb.
    const [before, after] = bootedRelease(machine().stack) === "12" ? [FILE, ""] : ["", FILE];
    const single = `sudo -n cloud-init ${before} single ${after} --name timezone --frequency always`;
    const { code, stderr, stdout } = await get().shell.run(`cat >/tmp/broken; ${single}`, broken);
    expect([code === 0, stdout + stderr]).toEqual([false, expect.stringContaining("Ran timezone but it failed")]);
  });
}
