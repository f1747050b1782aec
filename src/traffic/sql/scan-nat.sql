-- What the interfaces of NATs logged, with the packet's own addresses beside the interface's. Of the four records of a
-- connection the first (client to NAT) and the last (NAT to client) are what is billed; they alone differ in the two.
-- https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html#flow-log-example-nat (read 2026-11-29)
with judged as (
  {{judged}}
),
told as (
  select *,
    case
      when fate <> 0 then fate
      when spot = '' then -6 - oddity
      when pkt_dstaddr <> dstaddr or (dstaddr like '64:ff9b:%' and srcaddr like '%:%') then 1 + oddity
      when pkt_srcaddr <> srcaddr or (srcaddr like '64:ff9b:%' and dstaddr like '%:%') then 2 + oddity
      when pkt_srcaddr is null then -8
      else -6 - oddity
    end as found
  from (select *, {{spot}} as spot from judged) as placed
),
legs as (
  select *, case when found > 0 and {{taken}} then -9 else found end as leg from told
)
select
  log, spot, '' as nat, leg, day,
  case mod(leg, 10) when 1 then srcaddr when 2 then dstaddr else '' end as client,
  case mod(leg, 10) when 1 then pkt_dstaddr when 2 then pkt_srcaddr else '' end as remote,
  sum(bytes) as bytes, count(*) as records, min(start_s) as first_s, max(end_s) as last_s, {{slots}} as slots
from legs
group by 1, 2, 4, 5, 6, 7
