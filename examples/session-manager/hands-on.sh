#!/usr/bin/env bash
# The hands-on from an empty account, in the lab: no AWS account, no endpoint URL inside the instance, the real aws cli.
# Needs: the build (npm run build), iproute2, nftables, curl, and the aws cli.
set -euo pipefail
cd "$(dirname "$0")/../.."

read -r -a denat <<<"${DENAT:-node dist/cli/main.js}"
step() { printf '\n# %s\n' "$1"; }
run() {
  printf '$ %s\n' "$*"
  "$@"
}

export AWS_ACCESS_KEY_ID=AKIAHANDSON000000000 AWS_SECRET_ACCESS_KEY=only-for-the-lab
export AWS_DEFAULT_REGION=ap-northeast-1 AWS_PAGER=""
export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
lab=hands-on-$$
port=$((20000 + $$ % 20000))

"${denat[@]}" lab up --name "$lab" --port "$port" --credentials "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" >/dev/null &
keeper=$!
trap 'kill "$keeper" 2>/dev/null; wait "$keeper" 2>/dev/null || true' EXIT
ec2() { aws --endpoint-url "http://127.0.0.1:$port" ec2 "$@"; }
for _ in $(seq 100); do
  if ec2 describe-regions --output text >/dev/null 2>&1; then break; fi
  kill -0 "$keeper" || exit 1
  sleep 0.1
done

# What the instance's own aws cli is given: in AWS it would be its role.
inside() {
  "${denat[@]}" lab exec --name "$lab" "$instance" -- env \
    AWS_ACCESS_KEY_ID="$AWS_ACCESS_KEY_ID" AWS_SECRET_ACCESS_KEY="$AWS_SECRET_ACCESS_KEY" "$@"
}

step "A VPC with both DNS attributes, an isolated subnet, a group, an instance"
vpc=$(ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId --output text)
ec2 modify-vpc-attribute --vpc-id "$vpc" --enable-dns-support
ec2 modify-vpc-attribute --vpc-id "$vpc" --enable-dns-hostnames
subnet=$(ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.0.1.0/24 --query Subnet.SubnetId --output text)
group=$(ec2 create-security-group --vpc-id "$vpc" --group-name isolated --description isolated --query GroupId --output text)
instance=$(ec2 run-instances --image-id ami-0123456789abcdef0 --instance-type t3.micro \
  --subnet-id "$subnet" --security-group-ids "$group" --query 'Instances[0].InstanceId' --output text)
table=$(ec2 describe-route-tables --filters "Name=vpc-id,Values=$vpc" --query 'RouteTables[0].RouteTableId' --output text)
routes() { ec2 describe-route-tables --route-table-ids "$table" \
  --query 'RouteTables[0].Routes[].[DestinationCidrBlock || DestinationPrefixListId, GatewayId]' --output text; }
run routes

step "The name resolves, and nothing answers: there is no way to S3"
run inside getent hosts s3.ap-northeast-1.amazonaws.com
run inside timeout 3 aws s3 ls || echo "status $?: it hangs"

step "One gateway endpoint"
run ec2 create-vpc-endpoint --vpc-id "$vpc" --service-name com.amazonaws.ap-northeast-1.s3 \
  --route-table-ids "$table" --query 'VpcEndpoint.[VpcEndpointType, State]' --output text
run routes

step "And S3 works, from inside"
run inside aws s3 mb s3://hands-on
run inside aws s3 ls

step "An interface endpoint that admits nobody, and then the group"
endpoints=$(ec2 create-security-group --vpc-id "$vpc" --group-name endpoints --description endpoints --query GroupId --output text)
ec2 create-vpc-endpoint --vpc-id "$vpc" --service-name com.amazonaws.ap-northeast-1.ssm --vpc-endpoint-type Interface \
  --subnet-ids "$subnet" --security-group-ids "$endpoints" --private-dns-enabled >/dev/null
run inside getent hosts ssm.ap-northeast-1.amazonaws.com
run inside timeout 3 aws ssm describe-instance-information || echo "status $?: it hangs"
ec2 authorize-security-group-ingress --group-id "$endpoints" --protocol tcp --port 443 --source-group "$group" >/dev/null
run inside curl -si https://ssm.ap-northeast-1.amazonaws.com/ -o /dev/null -w '%header{x-denat-arrival}\n'
