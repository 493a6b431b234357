import { connect } from "node:net";
import { once } from "node:events";
import { Startups, usualStartups } from "pve-simulator/ssh";
import { smallSimulation } from "../guests/support";

test("up to ten logins may be in progress, never more than a hundred, and in between the seed decides", () => {
  const letIn = (seed: number) => {
    const startups = new Startups(usualStartups, seed, "here");
    return Array.from({ length: 2000 }, () => startups.admit() !== undefined);
  };
  expect(letIn(1).slice(0, 10)).not.toContain(false);
  expect(letIn(1).filter(Boolean)).toHaveLength(100);
  expect(letIn(1)).toEqual(letIn(1));
  expect(letIn(1)).not.toEqual(letIn(2));
});

test("finished and closed logins no longer count", () => {
  const startups = new Startups({ start: 1, rate: 100, full: 1 }, 1, "here");
  const over = startups.admit();
  expect(startups.admit()).toBeUndefined();
  over?.();
  over?.();
  expect(startups.admit()).toBeDefined();
  expect(startups.admit()).toBeUndefined();
});

test("the jump host tells dropped clients why, and counts them", async () => {
  const simulation = await smallSimulation();
  const { host, port, connections } = simulation.network.jumpHost;
  const sockets = Array.from({ length: 150 }, () => connect({ host, port }));
  const texts = await Promise.all(
    sockets.map(async (socket) => {
      const [chunk] = (await once(socket, "data")) as [Buffer];
      return chunk.toString();
    }),
  );
  const refused = texts.filter((text) => text === "Exceeded MaxStartups\r\n");
  expect(refused.length).toBeGreaterThanOrEqual(50);
  expect(connections).toMatchObject({ ever: 150, refused: refused.length });
  for (const socket of sockets) socket.destroy();
  await simulation.close();
});
