-- What the interfaces of NATs logged in the default format. Records with a client have no remote and those with a remote
-- no client: each side is exact, the two together are not told. What came from a remote counts if something went to it.
with judged as (
  {{judged}}
),
told as (
  select *,
    case
      when fate < 0 then fate
      when spot = '' then -6 - fate
      when dstaddr like '64:ff9b:%' and srcaddr like '%:%' then 1 + fate
      when srcaddr like '64:ff9b:%' and dstaddr like '%:%' then 2 + fate
      when {{to_nat}} then case when {{source_inside}} then 1 else 4 end + fate
      when {{from_nat}} then case when {{target_inside}} then 2 else 1 end + fate
      else -6 - fate
    end as found,
    case when {{to_nat}} then {{source_inside}} when {{from_nat}} then {{target_inside}} else true end as is_client
  from (
    select *, {{spot}} as spot, {{source_value}} as source_value, {{target_value}} as target_value from judged
  ) as placed
),
legs as (
  select *, case when found > 0 and {{taken}} then -9 else found end as leg from told
)
select
  log, spot, '' as nat, leg, day,
  case when leg > 0 and is_client then case when mod(leg, 10) = 1 then srcaddr else dstaddr end else '' end as client,
  case when leg > 0 and not is_client then case when mod(leg, 10) = 4 then srcaddr else dstaddr end else '' end as remote,
  case when leg > 0 and not is_client then case when mod(leg, 10) = 4 then dstport else srcport end end as client_port,
  case when leg > 0 and not is_client then case when mod(leg, 10) = 4 then srcport else dstport end end as remote_port,
  case when leg > 0 and not is_client then protocol end as protocol,
  sum(bytes) as bytes, count(*) as records, min(start_s) as first_s, max(end_s) as last_s, {{slots}} as slots
from legs
group by 1, 2, 4, 5, 6, 7, 8, 9, 10
