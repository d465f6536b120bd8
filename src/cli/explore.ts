/** `commutant explore`: the explorer, served on this machine alone, or written as a folder of static files. */
import { cpSync, existsSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import sirv from "sirv";
import { EXIT } from "../report/report.ts";
import { Fault } from "../term/fault.ts";

/** Options of the command as they are parsed. */
export interface ExploreFlags {
  readonly out?: string;
  readonly port: number;
}

const PAGE = resolve(import.meta.dirname, "../explorer");
const LOOPBACK = "127.0.0.1";

/** Runs the command; answers the exit code, when the page is written or can no longer be served. */
export function exploreCommand({ out, port }: ExploreFlags): Promise<number> {
  if (!existsSync(join(PAGE, "index.html")))
    throw new Fault({
      op: "explore",
      expected: "the built page in the package",
      received: "none",
      next: "npm run build",
    });
  return out === undefined ? serve(port) : Promise.resolve(write(out));
}

function write(out: string): number {
  cpSync(PAGE, out, { recursive: true });
  process.stdout.write(`${join(out, "index.html")} and its files: serve the folder with any static server\n`);
  return EXIT.ok;
}

/** Files whose names have a hash of their content are loaded once. */
function keep(response: ServerResponse, path: string): void {
  if (path.startsWith("/assets/")) response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
}

function serve(port: number): Promise<number> {
  const files = sirv(PAGE, { etag: true, setHeaders: keep });
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404).end("not found");
    }),
  );
  return new Promise((done, failed) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const received = error.code === "EADDRINUSE" ? `port ${port}, which is in use` : error.message;
      failed(new Fault({ op: "--port", expected: "a free port", received }, { cause: error }));
    });
    server.once("close", () => done(EXIT.ok));
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      const at = typeof address === "object" && address !== null ? address.port : port;
      process.stdout.write(`the explorer is at http://${LOOPBACK}:${at}/  (Ctrl+C ends it)\n`);
    });
  });
}
