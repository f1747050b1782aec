/** Buckets of S3 as a source of logs: what a period needs of a prefix is fetched into a cache on this machine. */
import type { LogSource } from "./source.ts";

export function bucketSource(
  { from, to }: { readonly from: number | undefined; readonly to: number | undefined },
  progress: (line: string) => void,
): LogSource {
  return {
    takes: (location) => location.startsWith("s3://"),
    find: async (address) => {
      const { fetchFlowLogs } = await import("./s3/index.ts");
      const fetched = await fetchFlowLogs({
        address,
        period: { from, to },
        cache: undefined,
        progress,
      });
      return { files: fetched.map(({ name, path }) => ({ name, path, isNamed: false })), skipped: [] };
    },
  };
}
