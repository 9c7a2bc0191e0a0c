/** The place where something is shown that will not be shown again, and can be copied. */

import { Button } from '@mantine/core';
import { useState } from 'react';
import styles from './copy-field.module.css';

export type CopyFieldProps = { readonly label: string; readonly value: string };

export function CopyField({ label, value }: CopyFieldProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);
  const copy = () => {
    // Without TLS a browser has no clipboard for us; the text can still be selected.
    const { clipboard } = navigator as { readonly clipboard?: Clipboard };
    if (clipboard === undefined) {
      setOutcome('refused');
      return;
    }
    clipboard.writeText(value).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  return (
    <div className={styles.field}>
      <label className={styles.label}>
        <span className="strong">{label}</span>
        <input
          className={styles.value}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
        />
      </label>
      <Button variant="default" onClick={copy}>
        {outcome === 'copied' ? 'Copied' : 'Copy'}
      </Button>
      <p role="status" className={outcome === 'refused' ? styles.said : 'unseen'}>
        {said[outcome ?? 'nothing']}
      </p>
    </div>
  );
}

const said = {
  nothing: '',
  copied: 'Copied',
  refused: 'This browser does not let us copy: select the text, and copy it yourself.',
} as const;
