/**
 * A stack file without its platform, which is its last section: tests of machines need no API server, which takes seconds to
 * start. Those of the platform have a stack of their own.
 */
export const withoutPlatform = (text: string): string => {
  const at = text.indexOf("  homelab:platform:");
  return at < 0 ? text : text.slice(0, at);
};
