import { worker1 } from "../cluster/support";
import { makeMachine, makeTemplate, vm } from "./by-hand";
import { breaches, closeSimulations, watchedSimulation } from "./watched-simulation";

afterEach(closeSimulations);

test("holds for successful requests, and for refusals a client has to expect", async () => {
  const simulation = await watchedSimulation();
  const { status } = await simulation.client.get(`${vm(worker1)}/status/current`);
  expect(status).toBe(500);
  await makeTemplate(simulation);
  await makeMachine(simulation, worker1);
  expect(breaches(simulation)).toEqual([]);
});

const words = "400: Parameter verification failed.; ";
const unknown = "property is not defined in schema and the schema does not allow additional properties";

test.each([
  ["a malformed value", { cores: "many" }, `${words}cores: type check ('integer') failed - got 'many'`],
  ["an option nobody knows", { memroy: "2048" }, `${words}memroy: ${unknown}`],
  ["what only root may do", { args: "-s" }, "500: only root can set 'args' config"],
])("is broken by a request with %s", async (_what, options, answer) => {
  const simulation = await watchedSimulation();
  await makeTemplate(simulation);
  await makeMachine(simulation, worker1);
  await simulation.client.put(`${vm(worker1)}/config`, { ...options });
  expect(breaches(simulation)).toEqual([`no-request-refused: PUT ${vm(worker1)}/config was answered ${answer}`]);
});
