/** The place where crash points are known before any run: the statements the source names. */
import { readdir, readFile } from 'node:fs/promises';

const folder = new URL('../../src/db/', import.meta.url);
const named = /(?:statement(?:<[^(]*>)?|cancelRows|stopRows)\(\s*'([a-z_]+)'/g;

/**
 * What is no named statement: the outside, the connection, and the transactions by their first
 * one.
 */
const others = [
  ...['connect', 'begin', 'rollback', 'lock_worker', 'sleep', 'disk.remember_claim', 'model.write'],
  ...[
    'mail.hand_over',
    'mail.hand_over',
    'mail.answer',
    'select alias',
    'select engine',
    'select campaign',
  ],
  ...[
    'find_engine',
    'find_engine',
    'lock_campaigns',
    'lock_account_pace',
    'close_claim',
    'lock_enrolment',
  ]
    .concat(['list_rows_to_enrol', 'lock_due_launches', 'take_leads_to_draft', 'try_worker_lock'])
    .concat([
      'lock_engine',
      'list_on_wire',
      'accept_fence',
      'lock_campaign_for_action',
      'launch_campaign',
    ])
    .map((first) => `commit: ${first}`),
];

export async function knownLabels(): Promise<readonly string[]> {
  const names = new Set<string>(others);
  for (const file of (await readdir(folder)).sort()) {
    if (!file.endsWith('.ts')) continue;
    const source = await readFile(new URL(file, folder), 'utf8');
    for (const [, name] of source.matchAll(named)) if (name !== undefined) names.add(name);
  }
  return [...names].sort();
}
