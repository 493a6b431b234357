/** How many answers are kept: about as many as a cluster has files that kubelets read again and again. */
const KEPT = 256;

/** What was made of a text once is handed out again: kubelets look at the same few files every second. */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined || answers.has(text)) return known as T;
    const made = make(text);
    const [oldest] = answers.keys();
    if (answers.size >= KEPT && oldest !== undefined) answers.delete(oldest);
    answers.set(text, made);
    return made;
  };
}
