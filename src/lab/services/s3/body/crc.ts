/**
 * Cyclic redundancy checks that Node has not: CRC-32C and CRC-64/NVME, both reflected, byte by byte from tables.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html names them;
 * their parameters are those of RFC 3720, appendix B.4, and of the NVM Express NVM Command Set specification.
 */
export interface Crc {
  readonly update: (bytes: Buffer) => void;
  /** Most significant byte first, as S3 writes it. */
  readonly digest: () => Buffer;
}

const polynomial32c = 0x82f63b78;
const polynomial64 = 0x9a6c9329ac4bc9b5n;

const table32c = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ polynomial32c : value >>> 1;
  return value;
});

export function createCrc32c(): Crc {
  let crc = 0xffffffff;
  return {
    update: (bytes) => {
      for (const byte of bytes) crc = (table32c[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
    },
    digest: () => {
      const whole = Buffer.alloc(4);
      whole.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
      return whole;
    },
  };
}

/** In two halves: numbers of 64 bits would be big integers, and slow. */
const table64 = Array.from({ length: 256 }, (_, byte) => {
  let value = BigInt(byte);
  for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ polynomial64 : value >> 1n;
  return value;
});
const table64High = Uint32Array.from(table64, (value) => Number(value >> 32n));
const table64Low = Uint32Array.from(table64, (value) => Number(value & 0xffffffffn));

export function createCrc64Nvme(): Crc {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | ((high & 0xff) << 24)) ^ (table64Low[index] ?? 0);
        high = (high >>> 8) ^ (table64High[index] ?? 0);
      }
    },
    digest: () => {
      const whole = Buffer.alloc(8);
      whole.writeUInt32BE(~high >>> 0);
      whole.writeUInt32BE(~low >>> 0, 4);
      return whole;
    },
  };
}
