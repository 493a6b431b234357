import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiBehind } from "../../../../rehearsal/cluster/real/api-behind";

interface Asked {
  readonly method: string;
  readonly path: string;
}

/** Takes everything, and writes down what it was asked; `refuses` is a path that it does not take. */
function planeThat({ refuses = "" } = {}) {
  const asked: Asked[] = [];
  const forwarded: { user: string; groups: readonly string[] }[] = [];
  let emptied = 0;
  return {
    asked,
    forwarded,
    emptied: () => emptied,
    ready: () => Promise.resolve(),
    empty: () => void emptied++,
    forward: (_asked: unknown, _response: unknown, user: (typeof forwarded)[number]) => void forwarded.push(user),
    ask: (method: string, path: string) => {
      asked.push({ method, path });
      return Promise.resolve(path === refuses ? { status: 422, body: "no" } : { status: 200, body: {} });
    },
  };
}

const node = (name: string, labels: Record<string, string> = {}) =>
  [name, { kind: "Node", metadata: { name, uid: "u", creationTimestamp: "t", labels } }] as const;
const state = (id: string, ...nodes: ReturnType<typeof node>[]) => ({ id, nodes: new Map(nodes) });
const admin = { user: "system:admin", groups: ["system:masters"] };
const request = {} as IncomingMessage;

class Response extends EventEmitter {
  status = 0;
  said = "";
  writeHead = (status: number) => void (this.status = status);
  end = (said: string) => void (this.said = said);
}

const answer = async (api: ApiBehind, of: ReturnType<typeof state>) => {
  const response = new Response();
  await api.answer(of, admin, request, response as unknown as ServerResponse);
  return response;
};

describe("the real API server behind the simulated ones", () => {
  it("is told of every node, its state included, before it answers", async () => {
    const plane = planeThat();
    await answer(new ApiBehind(plane), state("a", node("server-1")));
    expect(plane.asked).toEqual([
      { method: "POST", path: "/api/v1/nodes" },
      { method: "PUT", path: "/api/v1/nodes/server-1/status" },
    ]);
    expect(plane.forwarded).toEqual([admin]);
  });

  it("hears nothing twice, of a changed node what is true now, and of one that is gone that it is", async () => {
    const plane = planeThat();
    const api = new ApiBehind(plane);
    await answer(api, state("a", node("server-1"), node("worker-1")));
    plane.asked.length = 0;
    await answer(api, state("a", node("server-1"), node("worker-1")));
    expect(plane.asked).toEqual([]);
    await answer(api, state("a", node("server-1", { zone: "b" })));
    expect(plane.asked).toEqual([
      { method: "DELETE", path: "/api/v1/nodes/worker-1" },
      { method: "PUT", path: "/api/v1/nodes/server-1" },
      { method: "PUT", path: "/api/v1/nodes/server-1/status" },
    ]);
  });

  it("begins with nothing stored when a cluster is initialized anew", async () => {
    const plane = planeThat();
    const api = new ApiBehind(plane);
    await answer(api, state("a", node("server-1")));
    expect(plane.emptied()).toBe(0);
    plane.asked.length = 0;
    await answer(api, state("b", node("server-1")));
    expect(plane.emptied()).toBe(1);
    expect(plane.asked[0]).toEqual({ method: "POST", path: "/api/v1/nodes" });
  });

  it("says to the client what it refuses of the simulation, and can be asked again", async () => {
    const plane = planeThat({ refuses: "/api/v1/nodes/odd/status" });
    const api = new ApiBehind(plane);
    const { status, said } = await answer(api, state("a", node("odd")));
    expect([status, plane.forwarded]).toEqual([500, []]);
    expect(said).toContain("the API server refuses PUT /api/v1/nodes/odd/status of the simulation (422)");
    await answer(api, state("a"));
    expect(plane.forwarded).toEqual([admin]);
  });
});
