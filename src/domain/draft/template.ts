/** The place where it is said what a template is: text with holes, in versions. */
import type { Instant } from '../schedule/instant.ts';

export type Template = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  /** Counts the versions of its text: a new name alone is none. */
  readonly version: number;
  readonly subject: string;
  readonly body: string;
  readonly bodyFormat: 'text' | 'html';
  /** In order of first use. */
  readonly variables: readonly string[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

/** Its text as it was from `createdAt` until the next version. */
export type TemplateVersion = Pick<
  Template,
  'version' | 'subject' | 'body' | 'bodyFormat' | 'variables' | 'createdAt'
> & { readonly templateId: string };
