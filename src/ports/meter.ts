/** The place where we say what we need of a meter: what happened is counted, nobody is named. */

export type AnsweredRequest = {
  readonly method: string;
  /** As the table of routes writes it, never as it was asked: ids would be a series each. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
};

export type Meter = {
  readonly answered: (request: AnsweredRequest) => void;
  readonly handedOver: (outcome: string) => void;
  readonly claimed: () => void;
  /** All figures, in the format that its content type names. */
  readonly read: () => Promise<{ readonly type: string; readonly text: string }>;
};
