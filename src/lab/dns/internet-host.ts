/**
 * Hosts of the lab's internet: a small fixed table of names that workloads dial besides AWS.
 *
 * The addresses are of the real hosts' ranges, so that routes and rules written for those take them; nothing leaves the
 * machine, and which server stands behind them is left to the fabric.
 */
import { mustAddress } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";

interface InternetHost {
  readonly name: string;
  readonly addresses: readonly Address[];
}

const rows = [
  ["example.com", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
  ["www.example.com", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"],
  ["example.org", "93.184.215.15", "2606:2800:21f:cb07:6820:80da:af6b:8b2d"],
  ["github.com", "140.82.112.3"],
  ["api.github.com", "140.82.112.6"],
  ["codeload.github.com", "140.82.112.9"],
  ["ghcr.io", "140.82.112.34"],
  ["objects.githubusercontent.com", "185.199.108.133", "2606:50c0:8000::154"],
  ["raw.githubusercontent.com", "185.199.108.133", "2606:50c0:8000::154"],
  ["registry.npmjs.org", "104.16.24.34", "2606:4700::6810:1822"],
  ["pypi.org", "151.101.0.223", "2a04:4e42::223"],
  ["files.pythonhosted.org", "151.101.64.223", "2a04:4e42:200::223"],
  ["registry-1.docker.io", "104.18.43.178", "2606:4700:4400::6812:2bb2"],
  ["auth.docker.io", "104.18.43.179", "2606:4700:4400::6812:2bb3"],
  ["quay.io", "104.18.2.10", "2606:4700::6812:20a"],
  ["registry.k8s.io", "34.96.108.209", "2600:1901:0:bbc4::"],
  ["proxy.golang.org", "142.250.72.17", "2607:f8b0:4005:80e::2011"],
  ["deb.debian.org", "151.101.2.132", "2a04:4e42:400::644"],
  ["security.debian.org", "151.101.66.132", "2a04:4e42:600::644"],
  ["archive.ubuntu.com", "91.189.91.81", "2620:2d:4002:1::101"],
  ["security.ubuntu.com", "91.189.91.82", "2620:2d:4002:1::102"],
] as const;

export const internetHosts: readonly InternetHost[] = rows.map(([name, ...addresses]) => ({
  name,
  addresses: addresses.map(mustAddress),
}));

const byName = new Map(internetHosts.map((host) => [host.name, host.addresses]));

export function findInternetHost(name: string): readonly Address[] | undefined {
  return byName.get(name);
}
