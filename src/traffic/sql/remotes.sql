-- Remotes by the number of their address and what its range is. A range is listed under each block of 65,536 addresses
-- that it reaches into, so that one equality finds the few that may hold an address.
select a.remote, a.value, a.bytes_out, a.bytes_in, coalesce(max(r.range), 0) as range
from (
  select remote, bytes_out, bytes_in, {{value}} as value
  from (
    select remote, sum(bytes_out) as bytes_out, sum(bytes_in) as bytes_in
    from pairs as p
    where leg > 0 and remote <> '' and {{chosen}}
    group by 1
  ) as totals
) as a
left join ranges as r on r.bucket = a.value - mod(a.value, 65536) and a.value between r.first and r.last
group by 1, 2, 3, 4
