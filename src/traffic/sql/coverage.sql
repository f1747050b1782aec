-- How much each flow log tells of each interface, day by day.
select log, spot, leg, day * 1800 as day, sum(records) as records, min(first_s) as first_s, max(last_s) as last_s, {{slots}} as slots
from pairs
group by 1, 2, 3, 4
