/** A client that begins one connection after the other, as fast as it can, until it is told to stop. */
import { portNamespace } from "../../../src/lab/fabric/wire.ts";
import { udpPort } from "../networks/cell.ts";
import { startPerl } from "./perl.ts";

/** A new socket for each datagram, and so a new connection; prints how many it sent and how many were answered. */
const program = `
use Socket qw(:all);
$| = 1;
my ($port, $to) = @ARGV; my ($sent, $answered, @open) = (0, 0);
my $stop = 0; $SIG{TERM} = sub { $stop = 1 };
print "ready\\n";
until ($stop) {
  socket(my $s, PF_INET, SOCK_DGRAM, 17) or die;
  send $s, "?", 0, pack_sockaddr_in($port, inet_aton($to)) and $sent++;
  push @open, $s;
  next if @open < 50;
  my $in = ""; vec($in, fileno($_), 1) = 1 for @open;
  if (select($in, undef, undef, 0.002) > 0) { vec($in, fileno($_), 1) and $answered++ for @open }
  @open = ();
}
print "$sent $answered";
`;

/** Whether anything was sent, and whether any of it was answered, while `meanwhile` went on. */
export async function hammer(
  from: string,
  to: string,
  meanwhile: () => Promise<void>,
): Promise<{ readonly hasSent: boolean; readonly hasArrived: boolean }> {
  const child = startPerl(portNamespace({ kind: "interface", id: from }), program, [String(udpPort), to]);
  let said = "";
  const ended = new Promise((resolve) => child.once("close", resolve));
  await new Promise((resolve) => {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      resolve(text);
    });
  });
  await meanwhile();
  child.kill("SIGTERM");
  await ended;
  const [sent = 0, answered = 0] = (said.split("\n")[1] ?? "").split(" ").map(Number);
  return { hasSent: sent > 0, hasArrived: answered > 0 };
}
