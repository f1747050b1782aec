-- Which VPC an address sends from, as transit gateways logged it; an address of several VPCs is left out.
with judged as (
  {{judged}}
)
select srcaddr as ip, min(tgw_src_vpc_id) as vpc
from judged
where tgw_src_vpc_id like 'vpc-%'
group by 1
having count(distinct tgw_src_vpc_id) = 1
