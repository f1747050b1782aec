/** A connection that a NAT has forgotten. */
import { idleSeconds } from "../../../src/lab/fabric/filter/nat.ts";
import type { FabricPlan } from "../../../src/lab/fabric/plan.ts";
import { internet, portNamespace } from "../../../src/lab/fabric/wire.ts";
import { load } from "./fabric.ts";
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

/** NATs of the routers remember for a second, as their rules have it from now on. */
async function forgetSoon({ namespaces }: FabricPlan): Promise<void> {
  for (const { name, kind, ruleset = "" } of namespaces.values()) {
    if (kind === "router") await load(name, ruleset.replaceAll(` : ${idleSeconds} `, " : 1 "));
  }
}

export async function idleFor(plan: FabricPlan, from: string): Promise<string> {
  const server = startPerl(internet, listener, []);
  await new Promise((resolve) => server.stdout?.once("data", resolve));
  try {
    await forgetSoon(plan);
    return await runPerl(portNamespace({ kind: "interface", id: from }), client, []);
  } finally {
    server.kill();
  }
}
