import { connect } from "node:net";

/** One command of the guest agent's protocol, as PVE sends it through the virtio port. */
export function askAgent(socket: string, execute: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const agent = connect(socket, () => agent.write(`${JSON.stringify({ execute })}\n`));
    agent.on("error", reject);
    agent.on("data", (text) => {
      answer += text.toString();
      if (!answer.includes("\n")) return;
      agent.destroy();
      resolve(JSON.parse(answer));
    });
  });
}
