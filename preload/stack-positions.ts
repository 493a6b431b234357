import { sourceMapOf } from "./read-typescript.cjs";

interface SourceMapSupport {
  install(options: {
    readonly environment: "node";
    readonly overrideRetrieveSourceMap: true;
    readonly retrieveSourceMap: (source: string) => { url: string; map: string } | null;
  }): void;
}

/**
 * Stacks name the lines of our TypeScript; those of packages stay as they run. Otherwise the SDK's own library for it
 * parses the SDK's source maps too, for the place of every resource, to name files that nobody has.
 */
export function mapOwnStacksOnly(sdk: NodeJS.Require): void {
  const support = sdk("source-map-support") as SourceMapSupport;
  support.install({
    environment: "node",
    overrideRetrieveSourceMap: true,
    retrieveSourceMap: (source) => {
      const map = sourceMapOf(source);
      return map === undefined ? null : { url: source, map };
    },
  });
}
