import { connect, createServer } from "node:net";

/** A port of the loopback that nobody listens on now. */
export const freePort = (host = "127.0.0.1"): Promise<number> => listenOnce(0, host);

export const isFree = (port: number, host: string): Promise<boolean> =>
  listenOnce(port, host).then(
    () => true,
    () => false,
  );

/** Sends `question` (which may be empty) and says whether the answer begins with `answer`; false when nobody listens. */
export const answers = (port: number, question = "", answer = ""): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const finish = (well: boolean): void => {
      socket.destroy();
      resolve(well);
    };
    socket.setTimeout(1_000, () => finish(false));
    socket.once("error", () => finish(false));
    socket.once("connect", () => (question === "" ? finish(true) : socket.write(question)));
    socket.once("data", (data) => finish(data.toString().startsWith(answer)));
  });

const listenOnce = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : port));
    });
  });
