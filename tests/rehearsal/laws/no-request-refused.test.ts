import { worker1 } from "../cluster/support";
import { makeMachine, makeTemplate, vm } from "./by-hand";
import { breaches, closeWorlds, watchedWorld } from "./watched-world";

afterEach(closeWorlds);

test("holds for answers, and for refusals a client has to expect", async () => {
  const world = await watchedWorld();
  const { status } = await world.client.get(`${vm(worker1)}/status/current`);
  expect(status).toBe(500);
  await makeTemplate(world);
  await makeMachine(world, worker1);
  expect(breaches(world)).toEqual([]);
});

const words = "400: Parameter verification failed.; ";
const unknown = "property is not defined in schema and the schema does not allow additional properties";

test.each([
  ["a malformed value", { cores: "many" }, `${words}cores: type check ('integer') failed - got 'many'`],
  ["an option nobody knows", { memroy: "2048" }, `${words}memroy: ${unknown}`],
  ["what only root may do", { args: "-s" }, "500: only root can set 'args' config"],
])("is broken by a request with %s", async (_what, options, answer) => {
  const world = await watchedWorld();
  await makeTemplate(world);
  await makeMachine(world, worker1);
  await world.client.put(`${vm(worker1)}/config`, { ...options });
  expect(breaches(world)).toEqual([`no-request-refused: PUT ${vm(worker1)}/config was answered ${answer}`]);
});
