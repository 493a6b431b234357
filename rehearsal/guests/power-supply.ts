import { setMaxListeners } from "node:events";

/** What a machine runs on, and everything in it with it. As many listen as programs run there, which is no leak. */
export function powerSupply(): AbortController {
  const plug = new AbortController();
  setMaxListeners(0, plug.signal);
  return plug;
}
