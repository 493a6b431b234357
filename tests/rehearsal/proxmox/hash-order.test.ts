import { HashOrder } from "../../../rehearsal/hash-order";
import { closeAll, makeClone, makeTemplate, qemu, setup } from "./support/setup";

afterEach(closeAll);

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

test("the same seed gives the same order, whatever is walked elsewhere in between", () => {
  const keys = "abcdefgh".split("");
  const one = new HashOrder(7);
  const other = new HashOrder(7);
  other.walk("elsewhere", keys);
  const walks = [1, 2, 3].map(() => one.walk("here", keys));
  expect([1, 2, 3].map(() => other.walk("here", keys))).toEqual(walks);
  expect(new Set(walks.map(String)).size).toBe(3);
});

test("every order of two keys comes, about as often as the other", () => {
  const firsts = seeds.map((seed) => new HashOrder(seed).walk("config", ["boot", "ide3"])[0]);
  expect(firsts.filter((key) => key === "boot").length).toBeGreaterThan(10);
  expect(firsts.filter((key) => key === "ide3").length).toBeGreaterThan(10);
});

/** What is stored on a clone when boot order and CD drive come in one request, by seed. */
async function storedOrders(boot: string, templateBoot = "order=virtio0"): Promise<Set<unknown>> {
  const stored = new Set<unknown>();
  for (const seed of seeds.slice(0, 12)) {
    const world = await setup({ seed });
    await makeTemplate(world, templateBoot);
    await makeClone(world, 1001);
    await world.client.put(`${qemu}/1001/config`, { boot, ide3: "none,media=cdrom", ide2: "local-zfs:cloudinit" });
    stored.add((await world.client.get(`${qemu}/1001/config`)).data["boot"]);
  }
  return stored;
}

test("a boot order without the CD drive of the same request is stored with it or without it", async () => {
  expect(await storedOrders("order=virtio0")).toEqual(new Set(["order=virtio0", "order=virtio0;ide3"]));
});

test("a boot order with the CD drive of the same request is stored as it was given", async () => {
  expect(await storedOrders("order=virtio0;ide3")).toEqual(new Set(["order=virtio0;ide3"]));
});

test("a CD drive that comes after the boot order brings the machine's old order back", async () => {
  expect(await storedOrders("order=virtio0;ide3", "order=net0;virtio0")).toEqual(
    new Set(["order=virtio0;ide3", "order=net0;virtio0;ide3"]),
  );
});
