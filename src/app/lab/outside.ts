/**
 * The one address of a lab for clients outside it (`aws --endpoint-url`): what a request was signed for decides the service,
 * and whatever says nothing of the kind is EC2's.
 */
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { asPlainRequest } from "../../lab/host/plain-request.ts";
import type { Services } from "../../lab/services/index.ts";

/** Does not listen: connections are handed to it. */
export function createOutside({ outside }: Pick<Services, "outside">, ec2: RequestListener): Server {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    outside.handle(request, response).then(
      (isAnswered) => (isAnswered ? undefined : ec2(request, response)),
      // The client was told of the defect, or went away.
      () => response.destroy(),
    );
  };
  const server = createServer({ keepAliveTimeout: 90_000 }, answer);
  server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
    response.writeContinue();
    answer(request, response);
  });
  server.on("upgrade", (request, socket, head) => {
    if (outside.upgrade(request, socket, head)) return;
    asPlainRequest(request, socket, head);
    server.emit("connection", socket);
  });
  return server;
}
