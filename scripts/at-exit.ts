const works = new Set<() => void>();

function doAll(): void {
  for (const work of works) work();
}

/**
 * Does something when this process ends, unless what is handed back is called before. One listener for all of them: a process
 * that rehearses a dozen stacks, as a test's does, would be warned of too many.
 */
export function atExit(work: () => void): () => void {
  if (works.size === 0) process.on("exit", doAll);
  works.add(work);
  return () => {
    works.delete(work);
    if (works.size === 0) process.off("exit", doAll);
  };
}
