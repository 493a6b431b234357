/** A function of a value that nobody changes, worked out once for each: dozens of rules ask the same of one configuration. */
export function onceEach<Value extends object, Result>(workOut: (value: Value) => Result): (value: Value) => Result {
  const known = new WeakMap<Value, Result>();
  return (value) => {
    const result = known.get(value) ?? workOut(value);
    known.set(value, result);
    return result;
  };
}
