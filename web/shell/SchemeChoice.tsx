/** The place where light or dark is chosen; as long as nothing is chosen, the system decides. */

import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import styles from './scheme-choice.module.css';

const choices = [
  { value: 'auto', name: 'System' },
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
] as const satisfies readonly { value: MantineColorScheme; name: string }[];

export function SchemeChoice() {
  // Else it would write a style into the page, to hold transitions back for a moment.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <fieldset className={styles.choice}>
      <legend className="unseen">Appearance</legend>
      {choices.map(({ value, name }) => (
        <label key={value}>
          <input
            type="radio"
            name="scheme"
            className="unseen"
            checked={colorScheme === value}
            onChange={() => setColorScheme(value)}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
