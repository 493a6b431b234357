import { dnsLabel, imageUrl, section, sha256, sha512, storageName, vmId, wholeNumber } from "./scalars";

/** The VM template that machines are cloned from, and its storages; `releases` are those with an image. */
export const templateSchema = (releases: string) =>
  section({
    vmId: vmId().describe("REQUIRED: VM id of the template."),
    name: dnsLabel("a name").describe("REQUIRED: name of the template."),
    image: section({
      url: imageUrl().describe(
        `REQUIRED: a dated image of \`os.family\` for amd64, so that its content never changes: ${releases}.`,
      ),
      sha256: sha256().optional().describe("REQUIRED unless `sha512` is set: checksum of this file."),
      sha512: sha512()
        .optional()
        .describe("REQUIRED unless `sha256` is set: checksum of this file; some publishers provide no other."),
      diskGiB: wholeNumber(1, 1024, "GiB")
        .default(4)
        .describe("OPTIONAL, default 4: the image's virtual size in GiB, the smallest a disk can be."),
    })
      .optional()
      .describe("REQUIRED where nodes have a login: the cloud image; a system without one has an image of its own."),
    imageStorage: storageName()
      .default("local")
      .describe('OPTIONAL, default local: holds the downloaded image (content "import").'),
    diskStorage: storageName().describe('REQUIRED: holds the template\'s disk (content "images").'),
    snippetStorage: storageName()
      .default("local")
      .describe('OPTIONAL, default local: holds cloud-init documents (content "snippets").'),
  });
