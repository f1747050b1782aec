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

/** A directory of the machine that lies where the instance has its own. */
const keepDirectory = `
if [ -n "$directory" ]; then
  mkdir "$files/directory"
  mount --bind "$directory" "$files/directory"
fi
`;
const layDirectory = `
if [ -n "$directory" ] && [ ! -d "$directory" ]; then
  mkdir -p "$directory"
  mount --bind "$files/directory" "$directory"
fi
`;

/**
 * The kernel finds the terminals of /dev/ptmx beside it, so that it must be a node and no mount. Whoever may make none, for want of
 * root, has the machine's devices, as far as their permissions go, and no serial port.
 */
const devices = `
mkdir "$files/dev"
mount --rbind /dev "$files/dev"
mount -t tmpfs -o mode=755 dev /dev
if mknod -m 666 /dev/ptmx c 5 2 2>/dev/null; then
  for each in null zero full random urandom tty; do
    : > "/dev/$each"
    mount --bind "$files/dev/$each" "/dev/$each"
  done
  mkdir /dev/pts /dev/shm
  mount --rbind "$files/dev/pts" /dev/pts
  ln -s /proc/self/fd /dev/fd
  ln -s /proc/self/fd/0 /dev/stdin
  ln -s /proc/self/fd/1 /dev/stdout
  ln -s /proc/self/fd/2 /dev/stderr
  if [ -n "$serial" ]; then
    : > /dev/ttyS0
    mount --bind "$files/dev/\${serial#/dev/}" /dev/ttyS0
  fi
else
  umount /dev
fi
mount -t tmpfs -o mode=1777 shm /dev/shm
`;

/**
 * Its arguments: an empty directory of the lab's own /run, host name, certificate, serial port or nothing, resolvers, bundles, and a
 * directory of the machine or nothing.
 */
export const furnish = `
files=$1 host=$2 ca=$3 serial=$4 resolvers=$5 bundles=$6 directory=$7
cp "$ca" "$files/ca.pem"
chmod 644 "$files/ca.pem"
hostname "$host" 2>/dev/null || true
${keepDirectory}${etc}${ownDirectories}${layDirectory}${devices}
mount -t sysfs sysfs /sys 2>/dev/null || true
echo ready
exec > /dev/null 2>&1
exec sh -c 'while :; do sleep 86400 & wait $!; done' init
`;
