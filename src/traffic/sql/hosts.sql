-- The remotes that most goes to and comes from, among those of some ranges.
select r.remote, coalesce(o.range, r.range) as range, coalesce(n.name, 0) as name,
  sum(r.bytes_out) as bytes_out, sum(r.bytes_in) as bytes_in
from remotes as r
left join odd_remotes as o on o.remote = r.remote
left join (select remote, min(name) as name from names group by 1 having count(distinct name) = 1) as n
  on n.remote = r.remote
where coalesce(o.range, r.range) in ({{ranges}})
group by 1, 2, 3
order by sum(r.bytes_out + r.bytes_in) desc, r.remote
limit {{most}}
