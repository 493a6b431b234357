import type { Client } from "ssh2";
import type { InternetFile } from "../../../../rehearsal/world-spec";
import { bootMachine, exec, login, machine, smallWorld, vendorDocument, type Ran, type SmallWorld } from "../support";

/** Two machines, and a login on the first, where tests type. */
export interface Terminal {
  readonly world: SmallWorld;
  readonly client: Client;
  sh(script: string): Promise<Ran>;
  root(script: string): Promise<Ran>;
  close(): Promise<void>;
}

export async function openTerminal(internet: readonly InternetFile[] = []): Promise<Terminal> {
  const world = await smallWorld({ spec: { internet } });
  await bootMachine(
    world,
    machine(1, vendorDocument("write_files:\n  - {path: /etc/secret, content: s, permissions: '0600'}\n")),
  );
  await bootMachine(world, machine(2));
  const client = await login(world, { address: "10.10.10.101" });
  return {
    world,
    client,
    sh: (script) => exec(client, "sh -s", script),
    root: (script) => exec(client, "sudo -n sh -s", script),
    close: async () => {
      client.end();
      await world.close();
    },
  };
}
