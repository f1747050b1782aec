-- What regional NAT gateways logged. They have no interface: the record names the gateway, and both ends of the connection
-- as the client and the remote see them. Other legs bear a public address in the client's place.
with judged as (
  {{judged}}
),
told as (
  select *,
    case
      when fate <> 0 then fate
      when spot = '' then -6 - oddity
      when {{source_inside}} and (dstaddr like '64:ff9b:%' or not ({{target_inside}})) then 1 + oddity
      when {{target_inside}} and (srcaddr like '64:ff9b:%' or not ({{source_inside}})) then 2 + oddity
      else -6 - oddity
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
)
select
  log, spot, '' as nat, leg, day,
  case when leg > 0 then case when mod(leg, 10) = 1 then srcaddr else dstaddr end else '' end as client,
  case when leg > 0 then case when mod(leg, 10) = 1 then dstaddr else srcaddr end else '' end as remote,
  sum(bytes) as bytes, count(*) as records, min(start_s) as first_s, max(end_s) as last_s, {{slots}} as slots
from legs
group by 1, 2, 4, 5, 6, 7
