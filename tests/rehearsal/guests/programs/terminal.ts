import type { Client } from "ssh2";
import type { InternetFile } from "../../../../rehearsal/simulation-spec";
import {
  bootMachine,
  exec,
  login,
  machine,
  smallSimulation,
  vendorDocument,
  type Ran,
  type SmallSimulation,
} from "../support";

/** Two machines, and a login on the first, where tests type. */
export interface Terminal {
  readonly simulation: SmallSimulation;
  readonly client: Client;
  sh(script: string): Promise<Ran>;
  root(script: string): Promise<Ran>;
  close(): Promise<void>;
}

export async function openTerminal(internet: readonly InternetFile[] = []): Promise<Terminal> {
  const simulation = await smallSimulation({ spec: { internet } });
  await bootMachine(
    simulation,
    machine(1, vendorDocument("write_files:\n  - {path: /etc/secret, content: s, permissions: '0600'}\n")),
  );
  await bootMachine(simulation, machine(2));
  const client = await login(simulation, { address: "10.10.10.101" });
  return {
    simulation,
    client,
    sh: (script) => exec(client, "sh -s", script),
    root: (script) => exec(client, "sudo -n sh -s", script),
    close: async () => {
      client.end();
      await simulation.close();
    },
  };
}
