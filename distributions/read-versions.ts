import { z } from "zod";
import shared from "./shared-versions.json";

/** A release that Renovate updates: it finds these three lines in every versions.json, by their names (renovate.json). */
export const pinned = () =>
  z.strictObject({
    datasource: z.literal("github-releases"),
    depName: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    version: releaseName(),
  });

export const releaseName = () => z.string().regex(/^v\d+\.\d+\.\d+$/);

/** First and last minor that something is tested with. */
export const minors = () => z.tuple([z.int(), z.int()]);

/**
 * A versions.json, of a distribution or of several. @throws Error if the file is malformed: a mistake in this repository,
 * with which nothing starts.
 */
export function readVersions<S extends z.ZodRawShape>(file: unknown, shape: S): z.infer<z.ZodObject<S>> {
  const read = z.strictObject(shape).safeParse(file);
  if (read.success) return read.data;
  throw new Error(`a versions.json in distributions: ${z.prettifyError(read.error)}`);
}

/** Default releases that several distributions share: one line updates them all. */
export const sharedVersions = readVersions(shared, { kubeVip: pinned() });
