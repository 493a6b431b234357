import type { InternetFile } from "../../../world-spec";
import type { FabricResponse } from "../../../network/service";
import type { Guest } from "../../guest";
import { couldNotResolve } from "./curl-error";

/** Archives take the time of a release artifact; lists of sums come along at once. */
const ARCHIVE = /\.(tar|tgz|gz|zst|xz)$/;

/** What the world's internet holds, by exact URL; a known host without that file answers 404. */
export async function downloadFromInternet(url: URL, guest: Guest): Promise<FabricResponse> {
  const { spec, events, latencies } = guest.context;
  const file = spec.internet.find((candidate) => sameUrl(candidate.url, url));
  if (!file) {
    if (!spec.internet.some((candidate) => new URL(candidate.url).host === url.host))
      throw couldNotResolve(url.hostname);
    return { status: 404, body: "Not Found" };
  }
  if (!ARCHIVE.test(url.pathname)) return { status: 200, body: contentOf(file) };
  const name = url.pathname.split("/").at(-1) ?? "";
  return events.span(guest.name, `download ${name}`, latencies.artifactDownload, async () => {
    await guest.sleep(latencies.artifactDownload / Math.max(latencies.guestSecond, 0.001), guest.power);
    return { status: 200, body: contentOf(file) };
  });
}

/** `+` and `%2B` name the same release. */
function sameUrl(known: string, asked: URL): boolean {
  return decodeURIComponent(known) === decodeURIComponent(asked.href);
}

function contentOf(file: InternetFile): string | Uint8Array {
  return file.content ?? `content of ${file.url}\n`;
}
