-- Connections become pairs of client and remote; what came back (leg 4) counts where the same connection went out. One pass
-- over them: a join with themselves would read the logs twice where nothing can be put by, and DuckDB runs one that hangs on
-- the leg row against row.
select
  log, spot, coalesce(answered, nat) as nat,
  case when way = 4 and answered is null then -7 when way > 0 then leg - way + 1 else leg end as leg,
  day, client, remote,
  sum(case when way = 1 then bytes else 0 end) as bytes_out,
  sum(case when way = 2 or answered is not null then bytes else 0 end) as bytes_in,
  sum(records) as records, min(first_s) as first_s, max(last_s) as last_s, {{slots}} as slots
from (
  select *,
    case when way = 4 then
      max(case when way = 1 and remote <> '' then nat end)
        over (partition by spot, client, remote, client_port, remote_port, protocol)
    end as answered
  from (select *, mod(leg, 10) as way from tuples) as ways
) as t
group by 1, 2, 3, 4, 5, 6, 7
