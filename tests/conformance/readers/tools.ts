import { conformanceTools } from "../../../toolchain/conformance";
import { ensureToolchain } from "../../../toolchain/ensure";

/** Where the programs lie that were built for these tests; built now where that was not done before. */
export async function builtTools(): Promise<string> {
  return (await ensureToolchain({ tools: conformanceTools })).binDir;
}

/** One of them; the others need not be there. */
export async function builtTool(name: string): Promise<string> {
  const tools = conformanceTools.filter((tool) => tool.name === name);
  const [report] = (await ensureToolchain({ tools })).tools;
  if (!report) throw new Error(`toolchain/conformance.ts names no tool ${name}`);
  return report.path;
}
