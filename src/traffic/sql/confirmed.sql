-- Of an interface whose routes are known, only what they lead to a NAT is a leg of one.
select
  p.log, p.spot, coalesce(g.nat, p.nat) as nat,
  case when p.leg > 0 and k.spot is not null and g.nat is null then -6 else p.leg end as leg,
  p.day, p.client, p.remote, p.bytes_out, p.bytes_in, p.records, p.first_s, p.last_s, p.slots
from (select *, {{value}} as value from unconfirmed) as p
left join (select distinct spot from routed) as k on k.spot = p.spot
left join routed as g on g.spot = p.spot and p.value between g.first and g.last
