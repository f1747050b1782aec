-- Bytes of each client through each NAT by what its remotes are; what is no leg of a NAT was told of by coverage.
-- Small numbers are grouped and handed over sooner than large ones.
select
  p.spot, p.nat, p.day * 1800 as day, p.client, cast(coalesce(o.range, r.range, 0) as integer) as range,
  cast(coalesce(n.name, 0) as integer) as name, cast(coalesce(n.certainty, 0) as integer) as certainty,
  cast(sum(p.bytes_out) as double) as bytes_out, cast(sum(p.bytes_in) as double) as bytes_in,
  cast(sum(p.records) as double) as records
from pairs as p
left join remotes as r on r.remote = p.remote
left join odd_remotes as o on o.remote = p.remote
left join names as n on n.client = p.client and n.remote = p.remote
where p.leg > 0 and {{chosen}}
group by 1, 2, 3, 4, 5, 6, 7
