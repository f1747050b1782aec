#!/usr/bin/env bash
# The hands-on from an empty account, in the lab: no AWS account, no way out of the machine, the real aws cli.
# Needs: the build (npm run build), iproute2, nftables, and the aws cli.
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
said=$(mktemp)

"${denat[@]}" lab up --name "$lab" --port "$port" --credentials "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" >"$said" &
keeper=$!
trap 'kill "$keeper" 2>/dev/null; wait "$keeper" 2>/dev/null || true; rm -f "$said"' EXIT
# A command line client older than 2023 knows no AWS_ENDPOINT_URL.
aws() { command aws --endpoint-url "http://127.0.0.1:$port" "$@"; }
for _ in $(seq 100); do
  if grep -q AWS_ENDPOINT_URL "$said"; then break; fi
  kill -0 "$keeper" || exit 1
  sleep 0.1
done
# The lab's session-manager-plugin, which takes what is typed from a pipe too.
PATH=$(sed -n 's/^ *export PATH=\(.*\):\$PATH .*/\1/p' "$said"):$PATH

# What somebody would type at the prompt of a session, a line at a time.
type_into_session() {
  {
    for line in "$@"; do
      sleep 1.5
      printf '%s\n' "$line"
    done
    sleep 4
    echo exit
  } | aws ssm start-session --target "$instance"
}
endpoint() {
  aws ec2 create-vpc-endpoint --vpc-id "$vpc" --service-name "com.amazonaws.$AWS_DEFAULT_REGION.$1" \
    --vpc-endpoint-type Interface --subnet-ids "$subnet" --security-group-ids "$endpoints" --private-dns-enabled \
    --query 'VpcEndpoint.[ServiceName, State]' --output text
}
wait_for_agent() {
  for _ in $(seq 100); do
    status=$(aws ssm get-connection-status --target "$instance" --query Status --output text)
    if [ "$status" = connected ]; then break; fi
    sleep 0.1
  done
  echo "$status"
}

step "A VPC with both DNS attributes, an isolated subnet, groups, and a role for Session Manager and S3"
vpc=$(aws ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId --output text)
aws ec2 modify-vpc-attribute --vpc-id "$vpc" --enable-dns-support
aws ec2 modify-vpc-attribute --vpc-id "$vpc" --enable-dns-hostnames
subnet=$(aws ec2 create-subnet --vpc-id "$vpc" --cidr-block 10.0.1.0/24 --query Subnet.SubnetId --output text)
group() { aws ec2 create-security-group --vpc-id "$vpc" --group-name "$1" --description "$1" --query GroupId --output text; }
instances=$(group instances)
endpoints=$(group endpoints)
aws ec2 authorize-security-group-ingress --group-id "$endpoints" --protocol tcp --port 443 --source-group "$instances" >/dev/null
aws iam create-role --role-name hands-on --assume-role-policy-document \
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}' >/dev/null
aws iam attach-role-policy --role-name hands-on --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore
aws iam attach-role-policy --role-name hands-on --policy-arn arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess
aws iam create-instance-profile --instance-profile-name hands-on >/dev/null
aws iam add-role-to-instance-profile --instance-profile-name hands-on --role-name hands-on
aws s3 mb s3://hands-on >/dev/null

step "An instance, and no session with it"
instance=$(aws ec2 run-instances --image-id ami-0123456789abcdef0 --instance-type t3.micro --subnet-id "$subnet" \
  --security-group-ids "$instances" --iam-instance-profile Name=hands-on --query 'Instances[0].InstanceId' --output text)
run aws ssm start-session --target "$instance" 2>&1 || true

step "Four interface endpoints; its agent waits longer from try to try, so the instance is rebooted"
for service in ssm ssmmessages ec2messages ec2; do run endpoint "$service"; done
run aws ec2 reboot-instances --instance-ids "$instance"
run wait_for_agent

step "A shell, and inside it S3 hangs: its name resolves, and there is no way to it"
type_into_session hostname 'getent hosts s3.ap-northeast-1.amazonaws.com' 'timeout 3 aws s3 ls; echo status $?'

step "One gateway endpoint: a route appears"
table=$(aws ec2 describe-route-tables --filters "Name=vpc-id,Values=$vpc" --query 'RouteTables[0].RouteTableId' --output text)
routes() { aws ec2 describe-route-tables --route-table-ids "$table" \
  --query 'RouteTables[0].Routes[].[DestinationCidrBlock || DestinationPrefixListId, GatewayId]' --output text; }
run routes
run aws ec2 create-vpc-endpoint --vpc-id "$vpc" --service-name com.amazonaws.ap-northeast-1.s3 \
  --route-table-ids "$table" --query 'VpcEndpoint.[VpcEndpointType, State]' --output text
run routes

step "And it lists, through the session"
type_into_session 'aws s3 ls'

step "The modern variant: an agent from 2023 on needs two of the four"
for service in ec2messages ec2; do
  gone=$(aws ec2 describe-vpc-endpoints --filters "Name=service-name,Values=com.amazonaws.$AWS_DEFAULT_REGION.$service" \
    --query 'VpcEndpoints[0].VpcEndpointId' --output text)
  aws ec2 delete-vpc-endpoints --vpc-endpoint-ids "$gone" >/dev/null
done
run aws ec2 describe-vpc-endpoints --query 'VpcEndpoints[].[ServiceName, VpcEndpointType]' --output text
run aws ec2 reboot-instances --instance-ids "$instance"
run wait_for_agent
type_into_session 'echo two are enough'
