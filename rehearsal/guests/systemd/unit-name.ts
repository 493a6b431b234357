/** A unit's full name: one without a suffix is a service (systemctl(1)). */
export const withSuffix = (name: string): string =>
  /\.(service|socket|target|timer|mount|device)$/.test(name) ? name : `${name}.service`;
