-- What regional NAT gateways logged. They have no interface: the record names the gateway, and both ends of the connection
-- as the client and the remote see them. Other legs bear a public address in the client's place.
with judged as (
  {{judged}}
),
told as (
  select *,
    case
      when fate < 0 then fate
      when spot = '' then -6 - fate
      when {{source_inside}} and (dstaddr like '64:ff9b:%' or not ({{target_inside}})) then 1 + fate
      when {{target_inside}} and (srcaddr like '64:ff9b:%' or not ({{source_inside}})) then 2 + fate
      else -6 - fate
    end as found
  from (
    select *,
      case when resource_id like 'nat-%' and (interface_id is null or interface_id not like 'eni-%') then resource_id
        else '' end as spot,
      {{source_value}} as source_value, {{target_value}} as target_value
    from judged
  ) as placed
),
legs as (
  select *, case when found > 0 and {{taken}} then -9 else found end as leg from told
),
ways as (
  select *, mod(leg, 10) as way from legs
)
select
  log, spot, '' as nat, case way when 2 then leg - 1 else leg end as leg, day,
  case way when 1 then srcaddr when 2 then dstaddr else '' end as client,
  case way when 1 then dstaddr when 2 then srcaddr else '' end as remote,
  sum(case way when 1 then bytes else 0 end) as bytes_out,
  sum(case way when 2 then bytes else 0 end) as bytes_in,
  count(*) as records, min(start_s) as first_s, max(end_s) as last_s, {{slots}} as slots
from ways
group by 1, 2, 4, 5, 6, 7
