import { join } from "node:path";
import { conformanceTools } from "../../../toolchain/conformance";
import { ensureToolchain } from "../../../toolchain/ensure";

/** Where the programs lie that were built for these tests; built now where that was not done before. */
export async function builtTools(): Promise<string> {
  return (await ensureToolchain({ tools: conformanceTools })).binDir;
}

export async function builtTool(name: string): Promise<string> {
  return join(await builtTools(), name);
}
