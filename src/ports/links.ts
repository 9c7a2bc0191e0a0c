/** The place where we say what we need of the links that recipients of mail follow. */

export type Recipient = {
  readonly accountId: string;
  /** The lead in the campaign that wrote to them; null where a person wrote to try it out. */
  readonly enrolmentId: string | null;
  readonly email: string;
};

export type Links = {
  /** A whole URL: opaque, the same for the same recipient, and good for as long as our key is. */
  readonly unsubscribe: (recipient: Recipient) => string;
  /** Null for whatever we have not made ourselves. */
  readonly recipientOf: (token: string) => Recipient | null;
  /** A whole URL of one of our own screens, for mail to people who sign in here. */
  readonly screen: (path: `/${string}`) => string;
  /** Whether strangers can follow them: mail to the world leaves with no others. */
  readonly arePublic: () => boolean;
};
