import http from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiRequest, NextApiResponse } from "next";
import { GET, POST } from "@/app/api/participant/[slug]/[call]/route";
import clips from "@/pages/api/clips/[token]";

/** A running site that answers participants' calls with the product's own handlers. */
export interface TestSite {
  url: string;
  close(): Promise<void>;
}

/** Serves the participant's interface on a free port, without the pages. */
export async function startSite(): Promise<TestSite> {
  const server = http.createServer((request, response) => {
    route(request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  // A slow machine must not close a connection while a bot is about to use it.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

async function route(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const url = new URL(request.url!, `http://${request.headers.host}`);
  const [, api, kind, ...rest] = url.pathname.split("/");
  if (api === "api" && kind === "clips") return serveClip(request, response, rest[0]!);
  if (api !== "api" || kind !== "participant") {
    response.writeHead(404).end();
    return;
  }
  const [slug, call] = rest.map(decodeURIComponent) as [string, string];
  const handler = request.method === "GET" ? GET : POST;
  const context = { params: Promise.resolve({ slug, call }) };
  await answer(response, await handler(await webRequest(request, url), context));
}

async function webRequest(request: http.IncomingMessage, url: URL): Promise<Request> {
  const headers = new Headers(request.headers as Record<string, string>);
  if (request.method === "GET") return new Request(url, { headers });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Request(url, { method: "POST", headers, body: Buffer.concat(chunks) });
}

async function answer(response: http.ServerResponse, web: Response): Promise<void> {
  response.writeHead(web.status, Object.fromEntries(web.headers));
  response.end(Buffer.from(await web.arrayBuffer()));
}

/** Gives a plain request what Next adds to it for a handler in pages/. */
async function serveClip(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  token: string,
) {
  const withQuery = Object.assign(request, { query: { token } }) as unknown as NextApiRequest;
  const withStatus = Object.assign(response, {
    status(code: number) {
      response.statusCode = code;
      return response;
    },
  }) as unknown as NextApiResponse;
  await clips(withQuery, withStatus);
}
