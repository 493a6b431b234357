// Public: every request that is answered; anything else is refused with 501.
export { allRoutes } from "./src/routes/all";
