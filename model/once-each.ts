/** Memoizes a function of an immutable value: dozens of rules compute the same for one configuration. */
export function onceEach<Value extends object, Result>(workOut: (value: Value) => Result): (value: Value) => Result {
  const known = new WeakMap<Value, Result>();
  return (value) => {
    const result = known.get(value) ?? workOut(value);
    known.set(value, result);
    return result;
  };
}
