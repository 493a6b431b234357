// dial.mjs PORT: stdin and stdout become a connection to that port on loopback. QEMU starts one for each connection that a
// machine makes to a neighbour.
import { connect } from "node:net";

const socket = connect(Number(process.argv[2]), "127.0.0.1");
process.stdin.pipe(socket).pipe(process.stdout);
for (const end of [socket, process.stdin, process.stdout]) end.on("error", () => process.exit(1));
socket.on("close", () => process.exit(0));
