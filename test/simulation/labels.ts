/** The place where a statement gets the name of its crash point. */
import type { Query, Session } from './sessions.ts';

const verb = /^\s*(select|insert into|update|delete from|with)\b/i;
const table = /(?:from|into|update)\s+"?([a-z_]+)"?/i;

/** Prepared statements have one; a commit is named by what its transaction began with. */
export function labelOf(query: Query, session: Session): string {
  if (query.name !== undefined) return query.name;
  if (query.text === 'commit') return `commit: ${session.firstLabel ?? 'nothing'}`;
  if (query.text === 'begin' || query.text === 'rollback') return query.text;
  const what = verb.exec(query.text)?.[1]?.toLowerCase() ?? 'statement';
  return `${what} ${table.exec(query.text)?.[1] ?? ''}`.trim();
}
