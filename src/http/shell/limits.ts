/** The place where everything a request can spend of ours has its bound. */

/** Five hundred ids in a URL are 19 KiB. */
export const headerBytesMax = 64 * 1024;
/**
 * What the parser itself reads before it hangs up. Above our own limit, so that a request
 * between the two is answered in the envelope of its surface, which only its path tells.
 */
export const parserHeaderBytesMax = 2 * headerBytesMax;
/** Of a body whose route reads no JSON; what a route reads has its limit in the contract. */
export const smallBodyBytesMax = 64 * 1024;
/** From here on others have a turn before a body that was parsed is looked at. */
export const longBodyBytesMin = 256 * 1024;
export const headersTimeoutMsMax = 20_000;
export const requestTimeoutMsMax = 60_000;
/** A gigabyte over a line of two megabits a second. */
export const uploadTimeoutMsMax = 3_600_000;
export const keepAliveTimeoutMsMax = 72_000;
export const tokenLengthMax = 512;
/** A browser's name for itself is shown in the list of sessions; no real one is longer. */
export const userAgentLengthMax = 200;
export const idempotencyKeyLengthMax = 255;
/** Generous: all who have no key yet may share a proxy's address. */
export const strangerRequestsPerMinuteMax = 3_000;
export const strangerPlacesMax = 10_000;
/** What has begun may go on for this long after a close: a pause waits for ten seconds. */
export const drainMsMax = 20_000;
/** How long connections that are kept alive are told that this server goes, before they go, too. */
export const closingGraceMs = 500;
/**
 * Of a body whose answer is ready before its end: so much of it is read and dropped, so long, that
 * its connection can be kept.
 */
export const restBytesMax = 1024 * 1024;
export const restMsMax = 1_000;
/** What is dropped of a longer one, after an answer that closes the connection. */
export const lingerBytesMax = 64 * 1024 * 1024;
export const lingerMsMax = 5_000;
/** Event streams, exports and uploads that are open at a time, in one process. */
export const openCallsOfCallerMax = 20;
export const openCallsOfAccountMax = 100;
/** An event stream ends after a minute by itself. */
export const openCallWaitSeconds = 10;
