import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";

/** The client's instructions on standard input. */
export interface ClientOrder {
  readonly endpoint: string;
  readonly apiToken: string;
  readonly caPem: string;
  /** Requested one after the other, repeatedly. */
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

/** What it says at the end on standard output. */
export interface ClientAnswer {
  readonly requests: number;
  readonly failed: number;
  readonly seconds: number;
}

/** A process of its own that asks a simulation for as much as it can, over connections that stay open, as the provider does. */
async function main(order: ClientOrder): Promise<ClientAnswer> {
  const agent = new Agent({ ca: order.caPem, keepAlive: true, maxSockets: order.connections });
  const headers = { Authorization: `PVEAPIToken=${order.apiToken}` };
  const urls = order.paths.map((path) => new URL(`/api2/json${path}`, order.endpoint));
  const began = performance.now();
  const until = began + order.seconds * 1000;
  const done = { requests: 0, failed: 0 };
  const ask = async (start: number): Promise<void> => {
    for (let turn = start; performance.now() < until; turn++) {
      const url = urls[turn % urls.length];
      if (!url) return;
      done.requests++;
      if ((await statusOf(url, { headers, agent })) !== 200) done.failed++;
    }
  };
  await Promise.all(Array.from({ length: order.connections }, (_, connection) => ask(connection)));
  agent.destroy();
  return { ...done, seconds: (performance.now() - began) / 1000 };
}

function statusOf(url: URL, options: { headers: Record<string, string>; agent: Agent }): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode));
    });
    sent.on("error", reject).end();
  });
}

if (require.main === module) {
  void main(JSON.parse(readFileSync(0, "utf8")) as ClientOrder).then((answer) => console.log(JSON.stringify(answer)));
}
