-- Connections become pairs of client and remote; what came back (leg 4) counts where the same connection went out. One pass
-- over them: a join with themselves would read the logs twice where nothing can be put by, and DuckDB runs one that hangs on
-- the leg row against row.
select
  log, spot, coalesce(answered, nat) as nat,
  case when mod(leg, 10) <> 4 then leg when answered is null then -7 else leg - 2 end as leg,
  day, client, remote,
  sum(bytes) as bytes, sum(records) as records, min(first_s) as first_s, max(last_s) as last_s, {{slots}} as slots
from (
  select *,
    case when mod(leg, 10) = 4 then
      max(case when mod(leg, 10) = 1 and remote <> '' then nat end)
        over (partition by spot, client, remote, client_port, remote_port, protocol)
    end as answered
  from tuples
) as t
group by 1, 2, 3, 4, 5, 6, 7
