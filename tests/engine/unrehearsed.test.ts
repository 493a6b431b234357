import { main } from "../../scripts/rehearse";

test("a stack the rehearsal cannot bring up is sent to the plan, and nothing is started", async () => {
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const status = await main(["pc-tips"]).finally(() => write.mockRestore());
  expect(status).toBe(2);
  expect(said).toEqual([
    "pc-tips is a talos stack: the rehearsal knows rke2, kubeadm; npm run plan -- pc-tips works\n",
  ]);
});
