import { z } from "zod";
import { isWrongName } from "../../model/schema/walk";

test("a map has no entry named like a property of every object, or with a name its keys refuse", () => {
  const map = z.record(z.string().regex(/^[a-z_]+$/), z.number());
  expect(["__proto__", "Worker"].map((name) => isWrongName(map, name))).toEqual([true, true]);
  expect(isWrongName(map, "worker")).toBe(false);
});
