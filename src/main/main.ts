/**
 * The place where the process begins and ends: a command line, the settings, one command, an exit
 * code. A command is loaded when it is asked for: `version` and `--help` load no database.
 */
import type { Asked } from '../cli/command-line.ts';
import { exitCodes, parseCommandLine } from '../cli/command-line.ts';
import type { Config } from './config.ts';
import { readConfig } from './config.ts';
import { readEnvironment } from './environment.ts';
import { version } from './version.ts';

async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseCommandLine(argv);
  if (parsed.kind === 'said') {
    process.stdout.write(parsed.out);
    process.stderr.write(parsed.error);
    return parsed.code;
  }
  const { asked } = parsed;
  if (asked.command === 'version') {
    console.log(asked.json ? JSON.stringify({ version, node: process.versions.node }) : version);
    return exitCodes.done;
  }
  const config = readConfig(readEnvironment());
  if (!config.ok) {
    const faults = config.failure.map((line) => `  ${line}`).join('\n');
    console.error(`The configuration has faults:\n${faults}`);
    return exitCodes.misused;
  }
  return obey(config.value, asked);
}

async function obey(
  config: Config,
  asked: Exclude<Asked, { readonly command: 'version' }>,
): Promise<number> {
  switch (asked.command) {
    case 'start': {
      const { run } = await import('./commands/run.ts');
      return run({ ...config, role: asked.role ?? config.role });
    }
    case 'migrate':
      return (await import('./commands/migrate.ts')).migrateOnly(config, asked);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(config, asked);
    case 'keys list':
    case 'keys create':
    case 'keys revoke':
      return (await import('./commands/keys.ts')).keys(config, asked);
    case 'keys rotate-secret':
      return (await import('./commands/rotate-secret.ts')).rotateSecretKey(config, asked);
    case 'people password':
      return (await import('./commands/people.ts')).linkPassword(config, asked);
    case 'backup':
      return (await import('./commands/backup.ts')).backup(config, asked);
    case 'restore':
      return (await import('./commands/restore.ts')).restore(config, asked);
    case 'fence':
      return (await import('./commands/fence.ts')).showFence(config, asked);
    case 'fence accept':
      return (await import('./commands/fence.ts')).accept(config, asked);
  }
}

process.exitCode = await main(process.argv.slice(2));
