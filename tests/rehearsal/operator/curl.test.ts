import { factoryOf } from "../../../rehearsal/distributions/talos/image-factory/image-factory";
import { operatorCurl } from "../../../rehearsal/operator/programs/curl";
import { smallSimulation, type SmallSimulation } from "../guests/support";
import { OperatorShell } from "./support";

let simulation: SmallSimulation;
let shell: OperatorShell;
beforeEach(async () => {
  simulation = await smallSimulation();
  shell = await OperatorShell.open(simulation.context, [operatorCurl(simulation.context)]);
});
afterEach(async () => {
  await shell.close();
  await simulation.close();
});

const post = "curl -sS --fail -X POST --data-binary @- https://factory.talos.dev/schematics";

test("the operator posts a schematic to the image factory and gets its id", async () => {
  const ran = await shell.run(post, { stdin: "customization: {}\n" });
  expect(ran).toMatchObject({ code: 0, stderr: "" });
  const { id } = JSON.parse(ran.stdout) as { id: string };
  expect(factoryOf(simulation.context.internet).schematic(id)?.extensions).toEqual([]);
});

test.each([
  [post, 22, "curl: (22) The requested URL returned error: 400\n"],
  ["curl -sS https://10.25.150.11:6443/", 7, /^curl: \(7\) Failed to connect to 10.25.150.11 port 6443/],
  ["curl -sS https://example.org/", 6, "curl: (6) Could not resolve host: example.org\n"],
  ["curl -sS --data-binary @missing https://factory.talos.dev/schematics", 26, "curl: (26) Failed to open missing\n"],
  ["curl --teleport", 2, /option --teleport: is unknown/],
])("refuses %s", async (command, code, stderr) => {
  const ran = await shell.run(command, { stdin: "colour: red\n" });
  expect(ran.code).toBe(code);
  expect(ran.stderr).toEqual(typeof stderr === "string" ? stderr : expect.stringMatching(stderr));
});
