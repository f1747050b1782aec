-- What the interfaces of clients logged, of which records tell where they go. Leg 4 came back to a client and counts if
-- the same connection left through a NAT.
with judged as (
  {{judged}}
),
told as (
  select *,
    case
      when fate < 0 then fate
      when spot = '' or {{is_nat}} then -6 - fate
      when flow_direction = 'egress' and {{leaves}} then 1 + fate
      when flow_direction = 'ingress' and {{returns}} then 2 + fate
      when flow_direction = 'ingress' and {{may_return}} then 4 + fate
      when flow_direction is null then -8
      else -6 - fate
    end as found
  from (
    select *, {{source_value}} as source_value, {{target_value}} as target_value
    from (
      select *, coalesce(interface_id, '') as spot,
        coalesce(nullif(pkt_srcaddr, '-'), srcaddr) as source, coalesce(nullif(pkt_dstaddr, '-'), dstaddr) as target
      from judged
    ) as named
  ) as placed
),
legs as (
  select *, case when found > 0 and {{taken}} then -9 else found end as leg from told
)
select
  log, spot, case when mod(leg, 10) in (1, 2) then {{nat}} else '' end as nat, leg, day,
  case when leg > 0 then case when mod(leg, 10) = 1 then source else target end else '' end as client,
  case when leg > 0 then case when mod(leg, 10) = 1 then target else source end else '' end as remote,
  case when leg > 0 then case when mod(leg, 10) = 1 then srcport else dstport end end as client_port,
  case when leg > 0 then case when mod(leg, 10) = 1 then dstport else srcport end end as remote_port,
  case when leg > 0 then protocol end as protocol,
  sum(bytes) as bytes, count(*) as records, min(start_s) as first_s, max(end_s) as last_s, {{slots}} as slots
from legs
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
