import Module from "node:module";

type Exports = Record<PropertyKey, unknown>;
type Callable = (...args: unknown[]) => unknown;

/**
 * Puts a stand-in in the place of a module that loads it when something of it is used. Names may be taken from it
 * before that, as `const { parse } = require(…)` does, when they are functions or classes. A module that does not exist
 * here is left to whoever requires it.
 *
 * @param answers What the stand-in itself answers with.
 */
export function loadLater(from: NodeJS.Require, name: string, answers: Exports = {}): void {
  const filename = resolve(from, name);
  if (filename === undefined || from.cache[filename]) return;
  const standIn = Object.assign(new Module(filename), { filename, loaded: true });
  let real: Exports | undefined;
  const load = (): Exports => {
    if (real) return real;
    if (from.cache[filename] === standIn) delete from.cache[filename];
    return (real = from(filename) as Exports);
  };
  standIn.exports = standInFor(load, () => real, { __esModule: true, ...answers });
  from.cache[filename] = standIn;
}

function resolve(from: NodeJS.Require, name: string): string | undefined {
  try {
    return from.resolve(name);
  } catch {
    return undefined;
  }
}

function standInFor(load: () => Exports, loaded: () => Exports | undefined, answers: Exports): Exports {
  return new Proxy<Exports>(
    {},
    {
      get: (_, key) => {
        if (Object.hasOwn(answers, key)) return answers[key];
        const real = loaded();
        return real || typeof key === "symbol" ? (real ?? load())[key] : functionOf(() => load()[key] as Callable);
      },
      // Whoever lists the names needs them all.
      has: (_, key) => key in load(),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(load(), key);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}

/** A function or class that is looked up when it is called, constructed or asked for a property. */
function functionOf(real: () => Callable): Callable {
  const target: Callable = function () {};
  return new Proxy(target, {
    get: (_, key): unknown => (real() as unknown as Exports)[key],
    apply: (_, self, args) => Reflect.apply(real(), self, args),
    construct: (_, args, self): object => Reflect.construct(real(), args, self) as object,
  });
}
