/** What went wrong in a lab at work, told to whoever runs it: the lab goes on. */
export const reportDefect = (error: unknown): void => {
  process.stderr.write(`the lab: ${String(error)}\n`);
};
