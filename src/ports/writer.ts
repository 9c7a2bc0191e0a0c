/** The place where we say what we need of a language model: one draft for one lead and step. */

export type DraftRequest = {
  readonly prompt: string;
  readonly lead: Readonly<Record<string, unknown>>;
  readonly sender: Readonly<Record<string, unknown>>;
  readonly step: number;
  readonly seed: string;
};

export type Written =
  | {
      readonly outcome: 'written';
      readonly subject: string;
      readonly body: string;
      readonly model: string;
      readonly facts: readonly string[];
    }
  | { readonly outcome: 'failed'; readonly retryable: boolean; readonly reason: string };

export type Writer = {
  readonly model: string;
  /** The sandbox writer says what it is; preflight refuses it for real mailboxes. */
  readonly sandbox: boolean;
  readonly write: (request: DraftRequest) => Promise<Written>;
};
