/** The place where a command line becomes one command with its options, or what to say instead. */
import { Command, CommanderError } from 'commander';

export type Asked =
  | { readonly command: 'start'; readonly role: 'serve' | 'work' | null }
  | { readonly command: 'migrate'; readonly json: boolean }
  | { readonly command: 'doctor'; readonly json: boolean }
  | { readonly command: 'keys list'; readonly account: string | null; readonly json: boolean }
  | {
      readonly command: 'keys create';
      readonly name: string;
      readonly account: string | null;
      /** Null: all that a key may be given. */
      readonly permissions: readonly string[] | null;
      readonly json: boolean;
    }
  | { readonly command: 'keys revoke'; readonly id: string; readonly json: boolean }
  | { readonly command: 'keys rotate-secret'; readonly json: boolean }
  | {
      readonly command: 'people password';
      readonly email: string;
      /** Null: there is one person to mean. */
      readonly account: string | null;
      readonly json: boolean;
    }
  | { readonly command: 'backup'; readonly file: string; readonly json: boolean }
  | { readonly command: 'restore'; readonly file: string; readonly json: boolean }
  | { readonly command: 'fence'; readonly json: boolean }
  | {
      readonly command: 'fence accept';
      readonly nothingWasSent: boolean;
      readonly json: boolean;
    }
  | { readonly command: 'version'; readonly json: boolean };

/** The same for every command; a supervisor and a cron job read them. */
export const exitCodes = { done: 0, failed: 1, misused: 2 } as const;

export type Parsed =
  | { readonly kind: 'asked'; readonly asked: Asked }
  | { readonly kind: 'said'; readonly out: string; readonly error: string; readonly code: 0 | 2 };

const asJson = ['--json', 'print one JSON value instead of sentences'] as const;
const footer = `
Exit codes: 0 done, 1 failed (the reason and the cure are on standard error),
2 wrong usage or a setting that is wrong. Nothing ever asks a question.`;

/** Never ends the process and never prints: whoever started it does. */
export function parseCommandLine(argv: readonly string[]): Parsed {
  const said = { out: '', error: '' };
  let asked: Asked | null = null;
  const program = createProgram((chosen) => {
    asked = chosen;
  });
  configure(program, {
    writeOut: (text) => {
      said.out += text;
    },
    writeErr: (text) => {
      said.error += text;
    },
  });
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: 'said', ...said, code: error.exitCode === 0 ? 0 : 2 };
  }
  return asked === null ? { kind: 'said', ...said, code: 2 } : { kind: 'asked', asked };
}

type Output = {
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
};

/** Commander hands these on to subcommands only where they are made by `command()`, before. */
function configure(command: Command, output: Output): void {
  command
    .exitOverride()
    .configureOutput(output)
    .showHelpAfterError('Add --help for what there is.');
  for (const inner of command.commands) configure(inner, output);
}

type Choose = (asked: Asked) => void;
type Options = Readonly<Record<string, string | boolean | undefined>>;

function createProgram(choose: Choose): Command {
  const program = new Command('countersign')
    .usage('[command] [options]')
    .description(
      'Without a command: serves and works, as COUNTERSIGN_ROLE says (all by default).\n' +
        'Settings come from the environment and a file .env; see .env.example.',
    )
    .addHelpText('after', footer)
    .allowExcessArguments(false)
    .action(() => choose({ command: 'start', role: null }));
  addRunning(program, choose);
  addKeys(program, choose);
  addPeople(program, choose);
  addSafety(program, choose);
  return program;
}

function addRunning(program: Command, choose: Choose): void {
  program
    .command('serve')
    .description('answer HTTP only; another process sends')
    .action(() => choose({ command: 'start', role: 'serve' }));
  program
    .command('work')
    .description('send only; another process answers HTTP')
    .action(() => choose({ command: 'start', role: 'work' }));
  program
    .command('migrate')
    .description('bring the database to this version, and end')
    .option(...asJson)
    .action((options: Options) => choose({ command: 'migrate', json: options.json === true }));
  program
    .command('doctor')
    .description('look at everything that can be wrong, change nothing; 1 where something fails')
    .option(...asJson)
    .action((options: Options) => choose({ command: 'doctor', json: options.json === true }));
  program
    .command('version')
    .description('print the version')
    .option(...asJson)
    .action((options: Options) => choose({ command: 'version', json: options.json === true }));
}

function addKeys(program: Command, choose: Choose): void {
  const keys = program
    .command('keys')
    .description('API keys, by direct access to the database: for operators on this machine');
  keys
    .command('list')
    .description('list the keys: never the keys themselves, which nobody keeps')
    .option('--account <id>', 'those of one account only')
    .option(...asJson)
    .action((options: Options) =>
      choose({ command: 'keys list', account: text(options.account), json: options.json === true }),
    );
  keys
    .command('create')
    .description("make a key that belongs to the account's owner; it is shown this once")
    .requiredOption('--name <name>', 'what it is for')
    .option('--account <id>', 'needed where there are several accounts')
    .option('--permissions <list>', 'such as campaigns:read,content:review; all by default')
    .option(...asJson)
    .action((options: Options) =>
      choose({
        command: 'keys create',
        name: text(options.name) ?? '',
        account: text(options.account),
        permissions:
          text(options.permissions)
            ?.split(',')
            .map((one) => one.trim()) ?? null,
        json: options.json === true,
      }),
    );
  keys
    .command('revoke')
    .description('end a key; what it is asked from now on is refused')
    .argument('<id>', 'as keys list shows it')
    .option(...asJson)
    .action((id: string, options: Options) =>
      choose({ command: 'keys revoke', id, json: options.json === true }),
    );
  keys
    .command('rotate-secret')
    .description('replace the key that seals mailbox passwords, and seal everything anew')
    .option(...asJson)
    .addHelpText('after', '\nEnded at any moment, it goes on when it is asked for again.')
    .action((options: Options) =>
      choose({ command: 'keys rotate-secret', json: options.json === true }),
    );
}

function addPeople(program: Command, choose: Choose): void {
  program
    .command('people')
    .description('people, by direct access to the database: for operators on this machine')
    .command('password')
    .description('make a link by which somebody proves their address and chooses a new password')
    .argument('<email>', 'by which they sign in')
    .option('--account <id>', 'where they are a member, if several people have this address')
    .option(...asJson)
    .addHelpText(
      'after',
      '\nWhoever opens the link owns the address on this server: give it to nobody else.',
    )
    .action((email: string, options: Options) =>
      choose({
        command: 'people password',
        email,
        account: typeof options['account'] === 'string' ? options['account'] : null,
        json: options.json === true,
      }),
    );
}

function addSafety(program: Command, choose: Choose): void {
  program
    .command('backup')
    .description('write all rows of a running or resting installation to one new file')
    .argument('<file>', 'must not exist yet; holds people and their mail, so keep it safe')
    .option(...asJson)
    .addHelpText('after', '\nThe secret key is not in it: keep <data folder>/secret.key apart.')
    .action((file: string, options: Options) =>
      choose({ command: 'backup', file, json: options.json === true }),
    );
  program
    .command('restore')
    .description('read a backup into an empty database; sending stays fenced until accepted')
    .argument('<file>', 'as backup wrote it')
    .option(...asJson)
    .action((file: string, options: Options) =>
      choose({ command: 'restore', file, json: options.json === true }),
    );
  const fence = program
    .command('fence')
    .description('say whether sending is fenced, why, and what may have gone out meanwhile')
    .option(...asJson)
    .action((options: Options) => choose({ command: 'fence', json: options.json === true }));
  fence
    .command('accept')
    .description('open the wire again; whatever may have gone out meanwhile is held as unknown')
    .option(
      '--nothing-was-sent',
      'you know that nothing left that this database does not know: hold nothing',
    )
    .option(...asJson)
    .action((options: Options, command: Command) =>
      choose({
        command: 'fence accept',
        nothingWasSent: options.nothingWasSent === true,
        // Said before `accept`, it is the outer command's.
        json: command.optsWithGlobals<Options>().json === true,
      }),
    );
}

function text(value: string | boolean | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
