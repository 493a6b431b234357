import { parseAllDocuments } from "yaml";

/** A manifest that Talos applies once its API server answers. */
export interface InlineManifest {
  readonly name: string;
  readonly contents: string;
}

/** Those in a machine configuration; none in any other text. */
export function inlineManifests(text: string): InlineManifest[] {
  if (!/^ +inlineManifests:$/m.test(text)) return [];
  return parseAllDocuments(text).flatMap((document) => {
    const value = document.toJS() as { cluster?: { inlineManifests?: InlineManifest[] } } | null;
    return value?.cluster?.inlineManifests ?? [];
  });
}
