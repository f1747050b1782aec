-- The name that a client most likely meant: what it asked for itself before what others in its VPC asked for, and what was
-- answered near the time of the connection before what was answered hours earlier.
select client, remote, name, certainty
from (
  select p.client, p.remote, a.name, {{certainty}} as certainty,
    row_number() over (
      partition by p.client, p.remote order by {{certainty}} desc, sum(a.answers) desc, a.name
    ) as place
  from (
    select client, remote, min(first_s) as first_s, max(last_s) as last_s from pairs where leg > 0 group by 1, 2
  ) as p
  join answers as a
    on a.remote = p.remote
    and (p.last_s is null or p.last_s >= a.first_s - {{skew}})
    and (p.first_s is null or p.first_s <= a.last_s + {{carry}})
  group by p.client, p.remote, a.name
) as ranked
where place = 1
