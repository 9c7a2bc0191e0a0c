/** The place where the house rules that only text can show are kept, as functions of the files. */

import { lostUpdates } from './lost-updates.ts';

export type TextFile = { readonly path: string; readonly text: string; readonly bytes: number };

/** Gives back one line per fault: `path:line: what is wrong and what to do instead`. */
type Rule = (files: readonly TextFile[]) => readonly string[];

const columnsMax = 100;
const readmeLinesMax = 120;
const recordLinesMax = 40;
const fileBytesMax = 512 * 1024;

const isCode = ({ path }: TextFile) => /\.(ts|tsx|mjs|js)$/.test(path);
const isTest = ({ path }: TextFile) => /\.test\.tsx?$/.test(path);
const isGenerated = ({ path }: TextFile) => /\.generated\.|(^|\/)generated\//.test(path);
/** Whatever writes the files of such a folder names them, too. */
const isNamedByHand = ({ path }: TextFile) => !/(^|\/)generated\//.test(path);
const isIn = (folder: string, { path }: TextFile) => path.startsWith(`${folder}/`);
const isWrittenByHand = (file: TextFile) =>
  !isGenerated(file) && file.path !== 'package-lock.json' && !isAboutTheRules(file);
/** The rules and their tests have to spell out what they forbid. */
const isAboutTheRules = (file: TextFile) => isIn('test/tidy', file);

const shoutedNames =
  /^(README|ARCHITECTURE|CONTRIBUTING|CHANGELOG|SECURITY|LICENSE|NOTICE|Dockerfile)(\.md)?$/;
const kebabName = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const componentName = /^[A-Z][A-Za-z0-9]*(\.test)?\.tsx$/;

const namesAreKebabCase: Rule = (files) =>
  files.filter(isNamedByHand).flatMap(({ path }) => {
    const parts = path.split('/');
    const isFine = (part: string, place: number) =>
      kebabName.test(part) ||
      part === '__snapshots__' ||
      (place === parts.length - 1 && (shoutedNames.test(part) || componentName.test(part)));
    return parts.every(isFine) ? [] : [`${path}: name it in kebab-case`];
  });

const vagueWord = /(^|-)(utils?|helpers?|managers?|services?)(-|$)/;
const vagueName = /^(common|index|types)$/;

const namesSaySomething: Rule = (files) =>
  files
    .filter((file) => isCode(file) && isNamedByHand(file))
    .flatMap(({ path }) => {
      const parts = path.replace(/(\.test)?\.\w+$/, '').split('/');
      const isVague = parts.some((part) => vagueWord.test(part) || vagueName.test(part));
      return isVague ? [`${path}: name it after what is in it`] : [];
    });

/**
 * A sentence in quotes is not cut in two for a few columns: it is read, and searched for, whole.
 */
const sentence = /'[^']{50,}'|`[^`]{50,}`|"[^"]{50,}"/;
const sentenceColumnsMax = 125;

const linesFitTheScreen = eachLine(
  (file) => isCode(file) && !isGenerated(file),
  (line) => line.length > (sentence.test(line) ? sentenceColumnsMax : columnsMax),
  `longer than ${columnsMax} columns`,
);

const filesSayWhatTheyAre: Rule = (files) =>
  files
    .filter((file) => isIn('src', file) || isIn('scripts', file) || isIn('web', file))
    .filter((file) => isCode(file) && !isTest(file) && !isGenerated(file))
    .flatMap(({ path, text }) =>
      /^(#!.*\n)?\/\*\*\s+(\*\s+)?[A-Z]/.test(text)
        ? []
        : [`${path}:1: begin with one sentence, as in /** The place where … */`],
    );

const nothingIsLeftForLater = eachLine(
  isWrittenByHand,
  (line) => /\b(TODO|FIXME|XXX|HACK)\b/.test(line),
  'do it, or leave it and its reminder out',
);

const disabling = /\b(eslint|oxlint|biome|prettier|stryker|[cv]8|istanbul)[- ](disable|ignore)/i;
const silencing = /@ts-(ignore|nocheck)/;

const noRuleIsDisabledInPlace = eachLine(
  (file) => isCode(file) && isWrittenByHand(file),
  (line, file) =>
    disabling.test(line) ||
    silencing.test(line) ||
    // A test may show what the compiler refuses.
    (/@ts-expect-error/.test(line) && !isTest(file)),
  'widen the rule with its reason, or move the code',
);

const noTestIsLeftOut = eachLine(
  (file) => isCode(file) && isWrittenByHand(file),
  (line) =>
    /\b(describe|it|suite|test)(\.\w+(\([^)]*\))?)*\.(only|skip|todo|fails)\b/.test(line) ||
    /\b[xf](it|describe|test)\(/.test(line),
  'run it, or say aloud when it cannot run (skipIf)',
);

const ourOwnModulesAreNotMocked = eachLine(
  (file) => isCode(file) && isWrittenByHand(file),
  (line) => /\bvi\.(do)?mock\(\s*(import\()?['"`]\.{1,2}\//i.test(line),
  'pass a sandbox in, do not mock our own module',
);

/** The head of a class, not the word: a column and a sentence may well speak of a class. */
const classHead =
  /(^|[=(,:]|\breturn|\bexport|\bdefault|\babstract)\s*class(\s+\w+(<.*>)?)?\s*(\{|extends\s)/;
const errorClassHead = /\bclass\s+\w+\s+extends\s+\w*Error\b/;

const classesAreErrors = eachLine(
  (file) => (isIn('src', file) || isIn('web', file)) && isCode(file) && !isGenerated(file),
  (line) => classHead.test(line) && !errorClassHead.test(line),
  'a class is for errors only; held state is a factory createX(deps)',
);

const portsAreTypes = eachLine(
  (file) => isIn('src/ports', file) && isCode(file) && !isTest(file),
  (line) => /^(export\s+)?(async\s+)?(const|let|var|function|class|enum)\b/.test(line),
  'a port holds types only',
);

const noUpdateIsLost: Rule = (files) =>
  files
    .filter((file) => isCode(file) && isWrittenByHand(file))
    .flatMap(({ path, text }) => lostUpdates(path, text));

const pagesHaveOneTitle: Rule = (files) =>
  files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) => {
      const prose = text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');
      const titles = prose.match(/^# |<h1[ >]/gm)?.length ?? 0;
      return titles === 1 ? [] : [`${path}: ${titles} titles of the first level, not one`];
    });

const readmeIsShort: Rule = (files) =>
  files
    .filter(({ path }) => path === 'README.md')
    .flatMap(({ path, text }) =>
      linesOf(text).length > readmeLinesMax ? [`${path}: over ${readmeLinesMax} lines`] : [],
    );

const recordPath = /^docs\/decisions\/(\d{4})-[a-z0-9-]+\.md$/;

const decisionRecordsAreShort: Rule = (files) =>
  files
    .filter(({ path }) => recordPath.test(path))
    .flatMap(({ path, text }) =>
      linesOf(text).length > recordLinesMax ? [`${path}: over ${recordLinesMax} lines`] : [],
    );

const decisionRecordsAreNumbered: Rule = (files) =>
  files
    .filter((file) => isIn('docs/decisions', file))
    .map(({ path }) => path)
    .sort()
    .flatMap((path, place) => {
      const number = recordPath.exec(path)?.[1];
      const expected = String(place + 1).padStart(4, '0');
      return number === expected ? [] : [`${path}: its number should be ${expected}`];
    });

const filesAreSmall: Rule = (files) =>
  files
    .filter(({ bytes }) => bytes > fileBytesMax)
    .map(({ path }) => `${path}: over ${fileBytesMax / 1024} KiB`);

const noMachineIsNamed = eachLine(
  (file) => !isAboutTheRules(file),
  (line) => /(^|[\s"'`(=:])\/((work|root)\/|(home|Users)\/\w+\/)/.test(line),
  'a path of one machine means nothing on another',
);

const noRegistryIsNamed = eachLine(
  (file) => !isAboutTheRules(file),
  (line, { path }) =>
    /https?:\/\/[^\s"'/]*(registry|npmmirror|artifactory|jfrog|nexus|verdaccio)/.test(line) ||
    (path === 'package-lock.json' && /"resolved": "(?!file:)/.test(line)) ||
    (path === '.npmrc' && /registry\s*=/.test(line)),
  'where packages come from is for each machine to say',
);

export const textRules = {
  namesAreKebabCase,
  namesSaySomething,
  linesFitTheScreen,
  filesSayWhatTheyAre,
  nothingIsLeftForLater,
  noRuleIsDisabledInPlace,
  noTestIsLeftOut,
  ourOwnModulesAreNotMocked,
  classesAreErrors,
  portsAreTypes,
  noUpdateIsLost,
  pagesHaveOneTitle,
  readmeIsShort,
  decisionRecordsAreShort,
  decisionRecordsAreNumbered,
  filesAreSmall,
  noMachineIsNamed,
  noRegistryIsNamed,
} satisfies Record<string, Rule>;

/** A folder outside the import table has no rules, so it may not exist; `src/lib`, `web/ui`. */
export function foldersAreInTheTable(table: readonly string[]): Rule {
  return (files) =>
    files
      .filter((file) => isIn('src', file) || (isIn('web', file) && isCode(file)))
      .filter((file) => !table.some((folder) => isIn(folder, file)))
      .map(({ path }) => `${path}: its folder is not in layers.json`);
}

function eachLine(
  applies: (file: TextFile) => boolean,
  isFault: (line: string, file: TextFile) => boolean,
  sentence: string,
): Rule {
  return (files) =>
    files
      .filter(applies)
      .flatMap((file) =>
        linesOf(file.text).flatMap((line, place) =>
          isFault(line, file) ? [`${file.path}:${place + 1}: ${sentence}`] : [],
        ),
      );
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}
