-- Interfaces that do what only a NAT does: take packets for a public address that are sent on to it (leg 1), and send to
-- public addresses from their own (leg 2).
with judged as (
  {{judged}}
),
legs as (
  select interface_id,
    case
      when pkt_dstaddr <> dstaddr and not ({{packet_target_inside}}) then dstaddr
      when pkt_srcaddr = srcaddr and pkt_dstaddr = dstaddr and {{source_inside}} and not ({{packet_target_inside}})
        and coalesce(flow_direction, 'egress') = 'egress' then srcaddr
    end as address,
    case when pkt_dstaddr <> dstaddr then 1 else 0 end as is_first
  from (select *, {{source_value}} as source_value, {{target_value}} as target_value from judged) as placed
  where fate >= 0 and interface_id like 'eni-%'
)
select interface_id, address
from legs
where address is not null
group by 1, 2
having sum(is_first) > 0 and sum(1 - is_first) > 0
