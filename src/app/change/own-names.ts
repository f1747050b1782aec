/** What stands directly in a directory that `plan --out` wrote. */
export const ownNames = /^(?:README\.md|[1-6]-[a-z-]+)$/;
