import type { InternetFile } from "../../../simulation-spec";
import type { FabricResponse } from "../../../network/service";
import type { LinuxGuest } from "../../guest";
import { couldNotResolve } from "./curl-error";

/** Archives take the time of a release artifact, and programs, which have no extension; lists of sums come along at once. */
const ARTIFACT = /\.(tar|tgz|gz|zst|xz)$|\/[^/.]+$/;

/** What the simulation's internet holds, by exact URL; a known host without that file answers 404. */
export async function downloadFromInternet(url: URL, guest: LinuxGuest): Promise<FabricResponse> {
  const { internet, events, latencies } = guest.context;
  const file = internet.file(url.href);
  if (!file) {
    if (!internet.knowsHost(url.host)) throw couldNotResolve(url.hostname);
    return { status: 404, body: "Not Found" };
  }
  if (!ARTIFACT.test(url.pathname)) return { status: 200, body: contentOf(file) };
  const name = url.pathname.split("/").at(-1) ?? "";
  return events.span(guest.name, `download ${name}`, latencies.artifactDownload, async () => {
    await guest.sleep(latencies.artifactDownload / Math.max(latencies.guestSecond, 0.001), guest.power);
    return { status: 200, body: contentOf(file) };
  });
}

function contentOf(file: InternetFile): string | Uint8Array {
  return file.content ?? `content of ${file.url}\n`;
}
