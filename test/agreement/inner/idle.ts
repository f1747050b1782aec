/** A connection that a NAT has forgotten. */
import { internet, portNamespace } from "../../../src/lab/fabric/wire.ts";
import { runPerl, startPerl } from "./perl.ts";

const listener = `
use Socket qw(:all);
$| = 1;
socket(my $s, PF_INET, SOCK_STREAM, 6) or die; setsockopt $s, SOL_SOCKET, SO_REUSEADDR, 1;
bind($s, pack_sockaddr_in(443, INADDR_ANY)) or die; listen $s, 5; print "ready";
while (accept my $c, $s) { push @open, $c; sysread $c, my $data, 100; syswrite $c, $data; }
`;

const client = `
use Socket qw(:all);
$SIG{ALRM} = sub { print "silence"; exit 0 };
socket(my $s, PF_INET, SOCK_STREAM, 6) or die; alarm 3;
connect $s, pack_sockaddr_in(443, inet_aton("8.8.8.8")) or die "$!";
syswrite $s, "a"; sysread $s, my $first, 1; print "$first ";
select undef, undef, undef, 2.2;
syswrite $s, "b"; my $n = sysread $s, my $second, 1;
print defined $n ? "answered" : $!{ECONNRESET} ? "reset" : "$!";
`;

const seconds = "net/netfilter/nf_conntrack_tcp_timeout_established";

export async function idleFor({
  from,
  nat,
}: {
  readonly from: string;
  readonly nat: string;
}): Promise<string> {
  const server = startPerl(internet, listener, []);
  await new Promise((resolve) => server.stdout?.once("data", resolve));
  try {
    await runPerl(
      portNamespace({ kind: "nat", id: nat }),
      `open my $f, ">", "/proc/sys/${seconds}" or die; print $f "1"`,
      [],
    );
    return await runPerl(portNamespace({ kind: "interface", id: from }), client, []);
  } finally {
    server.kill();
  }
}
