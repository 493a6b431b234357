// What a rehearsal puts on PATH under the names of talosctl and others: it tells the running simulation how it was started, and
// does for it what only the started process can do: its standard streams, and its files (/dev/stdin among them).
// Plain JavaScript without dependencies: it starts hundreds of times.
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";

const [program, ...args] = process.argv.slice(2);
const {
  REHEARSAL_SOCKET: operatorSocket = "",
  REHEARSAL_SOCKET_SECRET: secret,
  TALOSCONFIG,
  KUBECONFIG,
  HOME,
} = process.env;
const [host, port] = operatorSocket.split(":");
const socket = connect({ host, port: Number(port), noDelay: true });
const send = (message) => socket.write(`${JSON.stringify(message)}\n`);

const fileActions = {
  read: ({ path }) => ({ content: readFileSync(path === "/dev/stdin" ? 0 : path).toString("base64"), ...look(path) }),
  stat: ({ path }) => look(path),
  write: ({ path, content, mode }) => writeFileSync(path, Buffer.from(content, "base64"), { mode }),
  makeDirectories: ({ path, mode }) => void mkdirSync(path, { recursive: true, mode }),
};

function look(path) {
  const status = statSync(path);
  return { mode: status.mode & 0o777, file: status.isFile(), directory: status.isDirectory() };
}

function obey({ id, action, ...what }) {
  if (action === "out") process.stdout.write(what.text);
  else if (action === "err") process.stderr.write(what.text);
  else if (action === "exit") leave(what.code);
  else answer(id, fileActions[action], what);
}

function answer(id, act, what) {
  try {
    send({ id, result: act(what) ?? {} });
  } catch (error) {
    send({ id, error: { code: error.code ?? "EIO", message: error.message } });
  }
}

let left = false;
function leave(code) {
  left = true;
  process.exitCode = code;
  socket.end();
}

function lost() {
  if (left) return;
  process.stderr.write(`${program}: the rehearsal that this stand-in belongs to is over\n`);
  process.exit(1);
}

let rest = "";
socket.setEncoding("utf8");
socket.on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  for (const line of lines) obey(JSON.parse(line));
});
socket.on("error", lost);
socket.on("close", lost);
send({ secret, program, args, cwd: process.cwd(), env: { TALOSCONFIG, KUBECONFIG, HOME } });
