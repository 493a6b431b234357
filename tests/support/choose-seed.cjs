const { randomInt } = require("node:crypto");

/** One seed for a run of tests, so that a failure can be seen again: HOMELAB_SEED, or any. */
module.exports = () => {
  if (process.env.HOMELAB_SEED_PRINTED) return;
  process.env.HOMELAB_SEED ||= String(randomInt(0, 2 ** 32));
  process.env.HOMELAB_SEED_PRINTED = "1";
  process.stderr.write(
    `chance follows seed ${process.env.HOMELAB_SEED}; HOMELAB_SEED=${process.env.HOMELAB_SEED} has the same chance again\n`,
  );
};
