-- What the interfaces of endpoints logged: from clients and back to them, each byte once, as it is billed.
with judged as (
  {{judged}}
),
placed as (
  select *, interface_id as spot from judged
)
select log, spot, sum(case when fate >= 0 then bytes else 0 end) as bytes, count(*) as records,
  min(start_s) as first_s, max(end_s) as last_s
from placed
where spot in ({{interfaces}}) and not ({{taken}})
group by 1, 2
