-- Connections become pairs of client and remote; what came back counts (leg 2) where the same connection went out (leg 1).
select
  t.log, t.spot, coalesce(a.nat, t.nat) as nat,
  case when mod(t.leg, 10) <> 4 then t.leg when a.spot is null then -7 else t.leg - 2 end as leg,
  t.day, t.client, t.remote,
  sum(t.bytes) as bytes, sum(t.records) as records, min(t.first_s) as first_s, max(t.last_s) as last_s, {{slots}} as slots
from tuples as t
left join (
  select spot, client, remote, client_port, remote_port, protocol, max(nat) as nat
  from tuples
  where mod(leg, 10) = 1 and remote <> ''
  group by 1, 2, 3, 4, 5, 6
) as a
  on mod(t.leg, 10) = 4 and t.spot = a.spot and t.client = a.client and t.remote = a.remote
  and t.client_port = a.client_port and t.remote_port = a.remote_port and t.protocol = a.protocol
group by 1, 2, 3, 4, 5, 6, 7
