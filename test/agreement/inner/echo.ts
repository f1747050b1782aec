/** Echo requests from an instance, and whoever answers to datagrams. */
import { statSync } from "node:fs";
import type { ChildProcess } from "node:child_process";
import { runPerl, startPerl } from "./perl.ts";

/** Sends one request to each address, and prints the places of those that answered. */
const pinger = `
use Socket qw(:all);
use Time::HiRes qw(time);
my ($id, @to) = @ARGV;
socket(my $four, PF_INET, SOCK_RAW, 1) or die; socket(my $six, PF_INET6, SOCK_RAW, 58) or die;
for my $n (0 .. $#to) {
  if ($to[$n] =~ /:/) { send $six, pack("CCnnn", 128, 0, 0, $id, $n), 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, $to[$n])); next }
  my $sum = 0x0800 + $id + $n; $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
  send $four, pack("CCnnn", 8, 0, ~$sum & 0xffff, $id, $n), 0, pack_sockaddr_in(0, inet_aton($to[$n]));
}
my %seen; my $end = time + 0.4;
while ((my $left = $end - time) > 0) {
  my $in = ""; vec($in, fileno($_), 1) = 1 for $four, $six;
  select($in, undef, undef, $left) or last;
  for my $socket ($four, $six) {
    next unless vec($in, fileno($socket), 1);
    recv $socket, my $data, 2048, 0;
    $data = substr $data, 4 * (ord($data) & 15) if $socket == $four;
    my ($type, $code, $sum, $own, $n) = unpack "CCnnn", $data;
    $seen{$n} = 1 if $own == $id && $type == ($socket == $four ? 0 : 129);
  }
}
print join " ", keys %seen;
`;

let lastId = 0;

export async function ping(namespace: string, addresses: readonly string[]): Promise<readonly boolean[]> {
  if (addresses.length === 0) return [];
  lastId = (lastId + 1) % 65_535;
  const said = await runPerl(namespace, pinger, [String(lastId), ...addresses]);
  const answered = new Set(
    said
      .split(" ")
      .filter((word) => word !== "")
      .map(Number),
  );
  return addresses.map((_, index) => answered.has(index));
}

/** Sends back what comes to one port of some addresses, whether or not they are there yet; says when it is ready. */
const responder = `
use Socket qw(:all);
$| = 1;
my ($port, @own) = @ARGV; my @sockets;
for (@own) {
  my $six = /:/; socket(my $s, $six ? PF_INET6 : PF_INET, SOCK_DGRAM, 17) or die;
  setsockopt($s, $six ? 41 : 0, $six ? 78 : 15, pack "i", 1) or die;
  bind($s, $six ? pack_sockaddr_in6($port, inet_pton(AF_INET6, $_)) : pack_sockaddr_in($port, inet_aton($_))) or die "$_: $!";
  push @sockets, $s;
}
print "ready";
while (1) {
  my $in = ""; vec($in, fileno($_), 1) = 1 for @sockets;
  select $in, undef, undef, undef;
  for my $s (@sockets) { next unless vec($in, fileno($s), 1); my $from = recv $s, my $data, 2048, 0; send $s, $data, 0, $from if defined $from }
}
`;

const running = new Map<string, { readonly number: number; readonly child: ChildProcess }>();

/** Has somebody answer in `namespace`: another one of the same name needs another. */
export async function answerDatagrams(
  namespace: string,
  port: number,
  addresses: readonly string[],
): Promise<void> {
  const number = statSync(`/run/netns/${namespace}`).ino;
  const known = running.get(namespace);
  if (known?.number === number) return;
  known?.child.kill();
  const child = startPerl(namespace, responder, [String(port), ...addresses]);
  running.set(namespace, { number, child });
  await new Promise((resolve, reject) => {
    child.stdout?.once("data", resolve);
    child.once("exit", () => reject(new Error(`nobody answers in ${namespace}`)));
  });
}
