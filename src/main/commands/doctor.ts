/** The place where everything that can be wrong is looked at in one go, and nothing is changed. */
import type { Config } from '../config.ts';
import { checkDatabase } from '../doctor/database-checks.ts';
import type { Finding } from '../doctor/finding.ts';
import { checkHost } from '../doctor/host-checks.ts';
import { version } from '../version.ts';

export async function doctor(
  config: Config,
  { json }: { readonly json: boolean },
): Promise<number> {
  const findings = [...(await checkHost(config, Date.now())), ...(await checkDatabase(config))];
  const failed = findings.some(({ level }) => level === 'fail');
  if (json) console.log(JSON.stringify({ ok: !failed, version, findings }));
  else for (const line of findings.flatMap(linesOf)) console.log(line);
  return failed ? 1 : 0;
}

function linesOf({ check, level, says, cure }: Finding): readonly string[] {
  const first = `${level.padEnd(5)} ${check.padEnd(14)} ${says}`;
  return cure === null ? [first] : [first, `${''.padEnd(20)} ${cure}`];
}
