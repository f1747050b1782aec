-- What the interfaces of NATs logged, with the packet's own addresses beside the interface's. Of the four records of a
-- connection the first (client to NAT) and the last (NAT to client) are what is billed; they alone differ in the two.
-- https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html#flow-log-example-nat (read 2026-11-29)
with judged as (
  {{judged}}
),
-- NATs go by number until all is summed up: engines group by short numbers sooner than by long texts. Most records come to
-- an end at one of the first comparisons; the patterns of NAT64 are for the rest.
told as (
  select *, {{spot}} as spot,
    case
      when fate < 0 then fate
      when place = 0 then -6 - fate
      when pkt_dstaddr <> dstaddr then 1 + fate
      when pkt_srcaddr <> srcaddr then case when dstaddr like '64:ff9b:%' and srcaddr like '%:%' then 1 else 2 end + fate
      when dstaddr like '64:ff9b:%' and srcaddr like '%:%' then 1 + fate
      when srcaddr like '64:ff9b:%' and dstaddr like '%:%' then 2 + fate
      when pkt_srcaddr is null then -8
      else -6 - fate
    end as found
  from (select *, {{place}} as place from judged) as placed
),
legs as (
  select *, case when found > 0 and {{taken}} then -9 else found end as leg from told
),
ways as (
  select *, mod(leg, 10) as way from legs
)
select log, {{spot}} as spot, '' as nat, leg, day, client, remote, bytes_out, bytes_in, records, first_s, last_s, slots
from (
  select
    log, place, case way when 2 then leg - 1 else leg end as leg, day,
    case way when 1 then srcaddr when 2 then dstaddr else '' end as client,
    case way when 1 then pkt_dstaddr when 2 then pkt_srcaddr else '' end as remote,
    sum(case way when 1 then bytes else 0 end) as bytes_out,
    sum(case way when 2 then bytes else 0 end) as bytes_in,
    count(*) as records, min(start_s) as first_s, max(end_s) as last_s, {{slots}} as slots
  from ways
  group by 1, 2, 3, 4, 5, 6
) as sums
