/**
 * What the first process of an instance does: it furnishes the place, says so on standard output, and from then on collects whoever
 * loses a parent.
 */

/** Where the instance's own processes find the lab's certificate. */
export const ownCaPath = "/etc/denat/ca.pem";

/** An overlay keeps /etc cheap; whoever may not write into one, for want of root, gets copies. */
const etc = `
mkdir "$files/upper" "$files/work"
mount -t overlay -o "lowerdir=/etc,upperdir=$files/upper,workdir=$files/work" etc /etc 2>/dev/null || true
if ! (mkdir /etc/denat && : >> /etc/passwd) 2>/dev/null; then
  umount /etc 2>/dev/null || true
  mkdir "$files/etc"
  cp -a --no-preserve=ownership /etc/. "$files/etc" 2>/dev/null || true
  mount --bind "$files/etc" /etc
  mkdir /etc/denat
fi
cp "$files/ca.pem" ${ownCaPath}
rm -f /etc/resolv.conf /etc/hosts /etc/hostname
for each in $resolvers; do echo "nameserver $each"; done > /etc/resolv.conf
printf '127.0.0.1 localhost\\n::1 localhost\\n' > /etc/hosts
echo "$host" > /etc/hostname
for each in $bundles; do
  [ ! -f "$each" ] || mount --bind ${ownCaPath} "$(readlink -f "$each")"
done
`;

/** /var/lib gets a place for amazon, where there was none, without a trace on the machine. */
const ownDirectories = `
mount -t tmpfs -o mode=755 home /home
mount -t tmpfs -o mode=700 root /root
mount -t tmpfs -o mode=755 log /var/log
if [ ! -d /var/lib/amazon ]; then
  mkdir "$files/lib"
  mount --rbind /var/lib "$files/lib"
  mount -t tmpfs -o mode=755 lib /var/lib
  for each in "$files/lib"/*/; do
    name=$(basename "$each")
    mkdir "/var/lib/$name"
    mount --rbind "$each" "/var/lib/$name"
  done
  mkdir /var/lib/amazon
fi
mount -t tmpfs -o mode=755 amazon /var/lib/amazon
`;

const devices = `
mkdir "$files/dev"
mount --rbind /dev "$files/dev"
mount -t tmpfs -o mode=755 dev /dev
for each in null zero full random urandom tty ptmx; do
  : > "/dev/$each"
  mount --bind "$files/dev/$each" "/dev/$each"
done
mkdir /dev/pts /dev/shm
mount --rbind "$files/dev/pts" /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
ln -s /proc/self/fd /dev/fd
ln -s /proc/self/fd/0 /dev/stdin
ln -s /proc/self/fd/1 /dev/stdout
ln -s /proc/self/fd/2 /dev/stderr
if [ -n "$serial" ]; then
  : > /dev/ttyS0
  mount --bind "$files/dev/\${serial#/dev/}" /dev/ttyS0
fi
`;

/** Its arguments: an empty directory of the lab's own /run, host name, certificate, serial port or nothing, resolvers, bundles. */
export const furnish = `
files=$1 host=$2 ca=$3 serial=$4 resolvers=$5 bundles=$6
cp "$ca" "$files/ca.pem"
hostname "$host" 2>/dev/null || true
${etc}${ownDirectories}${devices}
mount -t sysfs sysfs /sys 2>/dev/null || true
echo ready
exec > /dev/null 2>&1
exec sh -c 'while :; do sleep 86400 & wait $!; done' init
`;
