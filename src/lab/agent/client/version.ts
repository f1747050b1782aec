/**
 * What the client says that it is: the number that a session-manager-plugin has which nobody released. Agents forward ports by smux for
 * it, and the AWS CLI hands it the session as an argument.
 */
export const clientVersion = "1.2.0.0";
