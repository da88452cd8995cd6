import net from "node:net";

function isFree(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", (error) =>
      resolve(error.code === "EAFNOSUPPORT" || error.code === "EADDRNOTAVAIL"),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * The first free port from a wanted one on, on both kinds of internet address.
 * @param {number} wanted
 * @throws Error when the next hundred are taken too
 */
export async function freePort(wanted) {
  for (let port = wanted; port < Math.min(wanted + 100, 65536); port++) {
    // One after the other: two of our own attempts would be in each other's way.
    const free = (await isFree(port, "::")) && (await isFree(port, "0.0.0.0"));
    if (free && (await isFree(port, "127.0.0.1"))) return port;
  }
  throw new Error(`expected a free port from ${wanted} on, found a hundred taken: set PORT`);
}
